import type { TakeResponse } from '../contracts/sessions.ts';
import { openTicket } from './holdings.ts';
import type { SessionServiceDeps } from './session-service-deps.ts';

/**
 * Gives the session the open ticket it names, under the rules by which matching would; else the reasons why not. Asking
 * again for what it holds is answered with its token.
 */
export async function take(deps: SessionServiceDeps, session: string, ticket: string): Promise<TakeResponse> {
  const { coordinator, leases } = deps;
  const held = (): TakeResponse | undefined => {
    const { context, state } = openTicket(coordinator, ticket);
    return state === 'held' && context.holder === session
      ? { assigned: { ticket, token: context.token }, reasons: [] }
      : undefined;
  };
  leases.heard(session);
  const already = held();
  if (already) return already;
  const { state, context } = openTicket(coordinator, ticket);
  if (state !== 'open') {
    const who = context.holder === null ? '' : ` by ${context.holder}`;
    return { assigned: null, reasons: [`the ticket is ${state}${who}`] };
  }
  // The coordinator asks the rules of matching once more in the commit itself: what was free may have gone meanwhile.
  const reasons = coordinator.mayTake(ticket, session);
  if (reasons.length === 0) {
    await coordinator.receive(`ticket/${ticket}`, { type: 'TicketAssigned', session });
    const given = held();
    if (given) return given;
  }
  const [first = 'it was given away at the same moment', ...more] =
    reasons.length > 0 ? reasons : coordinator.mayTake(ticket, session);
  return { assigned: null, reasons: [first, ...more] };
}
