import type { TicketContext } from './ticket.context.ts';
import type { TicketEffect } from './ticket.effects.ts';
import type { TicketEvent } from './ticket.events.ts';

/** A limit is over a little later than its provider says: clocks differ. */
const afterResetMs = 60_000;
/** A session whose own machine is in trouble rests this long the first time, twice that the next. */
const restMs = 5_000;

type Failed = Extract<TicketEvent, { type: 'WorkFailed' }> & { readonly at: number };

/**
 * Who rests after a failure that blames nobody, and until when. A provider's limit parks the account the session is
 * registered with (never one that it merely names), or the session alone where it has none; trouble of its machine
 * parks the session alone.
 */
export function parked(
  context: TicketContext,
  event: Failed,
): { readonly until: number; readonly account: string; readonly effect: TicketEffect } {
  const own = `session:${event.session}`;
  const account = event.class === 'provider' ? (context.account ?? own) : own;
  const until = event.at + Math.min(restOf(context, event), context.parkCapMs);
  const { session, reason } = event;
  return {
    until,
    account,
    effect: { type: 'tellLine', event: { type: 'AccountParked', account, until, reason, session } },
  };
}

function restOf(context: TicketContext, event: Failed): number {
  if (event.class === 'provider') {
    if (event.resetsAt === undefined) return context.parkMs;
    return Math.max(0, event.resetsAt - event.at) + afterResetMs;
  }
  const before = context.history.filter(
    ({ session, class: kind }) => session === event.session && kind === 'environment',
  );
  return Math.min(restMs * 2 ** before.length, context.parkMs);
}
