import type { WhyResponse } from '../contracts/api.ts';
import type { TicketView } from '../contracts/board.ts';

/** Why a ticket stands as it does: the reasons it waits, or why its holder was chosen, and what was tried before. */
export function whyTicket({
  id,
  state,
  why,
  session,
  card,
  cost,
  questions,
  history,
}: TicketView): WhyResponse {
  return {
    ticket: id,
    state,
    why,
    ...(session === undefined ? {} : { session }),
    ...(card ? { card } : {}),
    ...(cost ? { cost } : {}),
    ...(questions ? { questions } : {}),
    ...(history.length > 0 ? { history } : {}),
  };
}
