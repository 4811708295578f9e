import { rollbackTargets } from '../../machines/service/facts.ts';
import type { OffersResponse } from '../contracts/acts.ts';
import type { Coordinator, ServiceState } from '../coordinator/coordinator.port.ts';
import { waitingTicketOf } from './waiting-tickets.ts';

/** What may be done to a service now: what its machine takes, who could have its ticket, where it can go back to. */
export function offersFor(
  coordinator: Coordinator,
  id: string,
  context: ServiceState['context'],
): OffersResponse {
  const ticket = waitingTicketOf(coordinator, context);
  const sessions = ticket ? coordinator.candidates(ticket.id) : [];
  const nobody = ticket && sessions.every(({ reasons }) => reasons.length > 0);
  const offers = (coordinator.offers(id) ?? []).map((offer) =>
    offer.act === 'assign' && offer.allowed && nobody
      ? { ...offer, allowed: false, why: whyNobody(coordinator.why(ticket.id)) }
      : { ...offer },
  );
  return {
    offers,
    sessions: sessions.map(({ session, reasons }) => ({
      name: session,
      allowed: reasons.length === 0,
      why: [...reasons],
    })),
    releases: rollbackTargets(context).map(({ id: release, version, commit, at }) => ({
      id: release,
      version,
      commit,
      at,
    })),
  };
}

function whyNobody([first]: readonly string[]): string {
  return first === undefined ? 'No session may take it now.' : `No session may take it now: ${first}.`;
}
