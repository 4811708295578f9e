import type { Coordinator, TicketState } from '../coordinator/coordinator.port.ts';
import { AndonError } from '../errors.ts';

const alive: ReadonlySet<string> = new Set(['open', 'held', 'submitted']);

/** The ticket as it is now, or a `STALE_TOKEN` that says it is over. */
export function openTicket(coordinator: Coordinator, ticket: string): TicketState {
  const state = coordinator.ticket(ticket);
  if (!state) {
    throw new AndonError(
      'STALE_TOKEN',
      `Ticket ${ticket} is over or never was. Drop the work; it is not waited for any more.`,
      { ticket },
    );
  }
  return state;
}

/** Why this session's holding under this token is over; undefined while its work is still of use. */
export function whyOver({ context, state }: TicketState, session: string, token: number): string | undefined {
  if (!alive.has(state)) return `The ticket is ${state}.`;
  if (token < context.token) {
    return `The ticket was assigned again: token ${context.token} is the newest, ${token} is over.`;
  }
  if (token > context.token) return `Token ${token} was never given out; the newest is ${context.token}.`;
  if (context.holder === null) {
    // A lease that ran out, with nobody else on the ticket since: the work is still welcome.
    const last = context.history.at(-1);
    const late = last?.session === session && last.token === token && last.outcome === 'expired';
    return late ? undefined : `The holding under token ${token} has ended.`;
  }
  return context.holder === session ? undefined : `The ticket is held by ${context.holder}.`;
}

/** The ticket, when it is this session's turn under this token; else `STALE_TOKEN`. */
export function heldTicket(
  coordinator: Coordinator,
  session: string,
  ticket: string,
  token: number,
): TicketState {
  const state = openTicket(coordinator, ticket);
  const over = whyOver(state, session, token);
  if (over) {
    throw new AndonError('STALE_TOKEN', `${over} Drop the work.`, {
      ticket,
      token,
      newest: state.context.token,
    });
  }
  return state;
}

/** Refuses a holding that was given back or ran out: only who holds the ticket now may start or show work on it. */
export function mustHoldNow(state: TicketState, session: string): void {
  if (state.context.holder === session) return;
  throw new AndonError('STALE_TOKEN', `${session} does not hold ticket ${state.context.id} any more.`, {
    ticket: state.context.id,
  });
}
