import type { TicketAttempt, TicketHistory } from '../../../../src/contracts/history.ts';

/** Tickets as they were at a moment: what came later is not there. Null: now. */
export function cutTickets(tickets: readonly TicketHistory[], at: number | null): readonly TicketHistory[] {
  if (at === null) return tickets;
  return tickets.filter(({ openedAt }) => openedAt <= at).map((ticket) => cutTicket(ticket, at));
}

function cutTicket(ticket: TicketHistory, at: number): TicketHistory {
  const attempts = ticket.attempts.filter(({ from }) => from <= at).map((attempt) => cutAttempt(attempt, at));
  if (ticket.endedAt !== null && ticket.endedAt <= at) return { ...ticket, attempts };
  const last = attempts.at(-1);
  const state = last?.to === null ? last.outcome : 'open';
  return { ...ticket, attempts, state, over: false, endedAt: null, why: [] };
}

function cutAttempt(attempt: TicketAttempt, at: number): TicketAttempt {
  if (attempt.to !== null && attempt.to <= at) return attempt;
  const isHandedIn = attempt.handedIn !== null && attempt.handedIn <= at;
  return {
    ...attempt,
    to: null,
    handedIn: isHandedIn ? attempt.handedIn : null,
    outcome: isHandedIn ? 'submitted' : 'held',
    reason: '',
  };
}
