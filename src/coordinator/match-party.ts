import type { LineContext } from '../../machines/line/line.context.ts';
import type { MatchSession, MatchTicket } from '../../machines/policy/match-parties.ts';
import type { TicketContext } from '../../machines/ticket/ticket.context.ts';
import type { SessionState } from './coordinator.port.ts';

/** An open ticket as matching sees it. */
export function matchTicket(context: TicketContext, paused: boolean): MatchTicket {
  const { usd, tokens, ms } = context.spent;
  return {
    id: context.id,
    kind: context.kind,
    service: context.service.id,
    requires: context.requires,
    avoid: context.avoid,
    excluded: [...context.excluded, ...context.barred],
    barred: context.barred,
    declined: context.declined,
    priority: context.priority,
    openedAt: context.openedAt,
    paused,
    spent: { usd, tokens, ms },
  };
}

/** A session as matching sees it; its account may be parked, or it alone. */
export function matchSession(
  { context, state }: SessionState,
  accounts: LineContext['accounts'],
  fresh: boolean,
): MatchSession {
  const { name, account } = context;
  return {
    name,
    capabilities: context.capabilities,
    slots: context.slots,
    freeSlots: Math.max(0, context.slots - context.holding.length),
    fresh: state !== 'silent' && fresh,
    draining: state === 'draining',
    choosesItself: context.agent === 'person',
    record: context.record,
    lastTaken: context.lastTaken,
    knows: context.knows,
    revision: context.revision,
    account: account ?? undefined,
    parked: (account === null ? undefined : accounts[account]) ?? accounts[`session:${name}`],
    unavailable: Object.fromEntries(
      context.unavailable.map(({ capability, reason }) => [capability, reason]),
    ),
    authorised: context.authorised ?? undefined,
  };
}
