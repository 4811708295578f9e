import { openTicketsOf } from '../../machines/service/contest.ts';
import type { Coordinator, ServiceState, TicketState } from '../coordinator/coordinator.port.ts';

type Ticket = TicketState['context'];

/** The tickets that nobody holds and nothing was handed in for. */
export function waitingTickets(coordinator: Pick<Coordinator, 'tickets'>): Ticket[] {
  const waiting: Ticket[] = [];
  for (const { state, context } of coordinator.tickets()) if (state === 'open') waiting.push(context);
  return waiting;
}

/** The ticket of a service that waits for a session; the first of those that are to be compared. */
export function waitingTicketOf(
  coordinator: Pick<Coordinator, 'ticket'>,
  context: ServiceState['context'],
): Ticket | undefined {
  for (const id of openTicketsOf(context)) {
    const ticket = coordinator.ticket(id);
    if (ticket?.state === 'open') return ticket.context;
  }
  return undefined;
}
