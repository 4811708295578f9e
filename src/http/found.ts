import type { ServiceView, TicketView } from '../contracts/board.ts';
import { AndonError } from '../errors.ts';
import type { ServerDependencies } from './server-dependencies.ts';

/** The service of that name, or `NOT_FOUND`. */
export function foundService(deps: Pick<ServerDependencies, 'views'>, name: string): ServiceView {
  const service = deps.views.serviceNamed(name);
  if (!service) throw new AndonError('NOT_FOUND', `There is no service "${name}" on this line.`, { name });
  return service;
}

/** The ticket of that id, or `NOT_FOUND`. */
export function foundTicket(deps: Pick<ServerDependencies, 'views'>, id: string): TicketView {
  const ticket = deps.views.ticket(id);
  if (!ticket) throw new AndonError('NOT_FOUND', `There is no ticket "${id}", or it is over.`, { id });
  return ticket;
}
