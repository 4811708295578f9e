import type { TicketView } from '../contracts/board.ts';
import type { TicketState } from '../coordinator/coordinator.port.ts';

/** One ticket for the API; `why` are the reasons it is not assigned, empty when it is. */
export function projectTicket({ context, state }: TicketState, why: readonly string[]): TicketView {
  return {
    id: context.id,
    kind: context.kind,
    service: context.service.name,
    change: context.change,
    state,
    attempt: context.failures + 1,
    token: context.token,
    ...(context.holder ? { session: context.holder } : {}),
    requires: context.requires.map((capabilities) => [...capabilities]),
    openedAt: context.openedAt,
    since: context.since,
    dueAt: context.dueAt,
    why: [...why],
    history: context.history.map(({ session, outcome, reason, at }) => ({ session, outcome, reason, at })),
  };
}
