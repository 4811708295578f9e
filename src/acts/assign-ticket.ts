import type { Coordinator } from '../coordinator/coordinator.port.ts';
import { AndonError } from '../errors.ts';
import type { Assigned } from './acts.port.ts';

type Wish = { readonly ticket: string; readonly session: string | undefined; readonly by: string };

/** See `Acts.assign`. */
export async function assignTicket(
  coordinator: Coordinator,
  { ticket, session: wanted, by }: Wish,
): Promise<Assigned> {
  mustBeOpen(coordinator, ticket);
  const candidates = coordinator.candidates(ticket);
  const chosen =
    wanted === undefined
      ? candidates.find(({ score }) => score !== null)
      : candidates.find(({ session }) => session === wanted);
  if (!chosen && wanted !== undefined)
    throw new AndonError('NOT_FOUND', `There is no session "${wanted}"; "andon sessions" lists them.`);
  // Who asks for nothing by name gives it to nobody who wants to be asked.
  const people = candidates.filter(({ reasons }) => reasons.length === 0).map(personal);
  const reasons = chosen ? chosen.reasons : people.length > 0 ? people : coordinator.why(ticket);
  if (!chosen || reasons.length > 0) throw refused(ticket, wanted, reasons);
  const { session } = chosen;
  await coordinator.receive(`ticket/${ticket}`, { type: 'TicketAssigned', session, by });
  // The rules of matching were asked once more in the commit itself: what was free may have gone meanwhile.
  const now = coordinator.ticket(ticket);
  if (now?.state === 'held' && now.context.holder === session)
    return { ticket, session, token: now.context.token };
  mustBeOpen(coordinator, ticket);
  throw refused(ticket, session, coordinator.mayTake(ticket, session));
}

function personal({ session }: { readonly session: string }): string {
  return `${session} is a person: name ${session} to give it to them`;
}

function mustBeOpen(coordinator: Coordinator, id: string): void {
  const ticket = coordinator.ticket(id);
  if (!ticket) throw new AndonError('NOT_FOUND', `There is no ticket "${id}".`, { id });
  const { state, context } = ticket;
  if (state === 'open') return;
  const what = state === 'held' ? `${context.holder} has it` : `it is ${state}`;
  throw new AndonError('NOT_ALLOWED', `Ticket ${id} cannot be assigned: ${what}.`, { id });
}

function refused(ticket: string, session: string | undefined, reasons: readonly string[]): AndonError {
  const whom = session ?? 'anybody';
  const why = reasons.length === 0 ? 'it was given away at the same moment' : reasons.join('; ');
  return new AndonError('NOT_ALLOWED', `Ticket ${ticket} cannot go to ${whom} now: ${why}.`, {
    reasons: [...reasons],
  });
}
