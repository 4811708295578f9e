import { Crew } from './match-crew.ts';
import type { MatchSession, MatchTicket } from './match-parties.ts';
import { reasonsFor } from './match-reasons.ts';

export type MatchInput = {
  readonly tickets: readonly MatchTicket[];
  readonly sessions: readonly MatchSession[];
  readonly at: number;
  readonly linePaused: boolean;
};

export type Match = {
  readonly assignments: readonly { ticket: string; session: string; score: number }[];
  /** Why each ticket left over is not assigned, one sentence each; never empty. */
  readonly left: ReadonlyMap<string, readonly string[]>;
};

/**
 * Who does what: the most urgent ticket first, each to the best free session that may take it. Pure; the same input
 * gives the same answer, in whatever order it is listed.
 */
export function match({ tickets, sessions, at, linePaused }: MatchInput): Match {
  const crew = new Crew(sessions, at);
  const assignments: { ticket: string; session: string; score: number }[] = [];
  const waiting: MatchTicket[] = [];
  const left = new Map<string, readonly string[]>();

  for (const ticket of [...tickets].sort(byUrgency)) {
    if (linePaused) left.set(ticket.id, ['the line is paused']);
    else if (ticket.paused) left.set(ticket.id, ['the service is paused']);
    else {
      const taken = crew.assign(ticket);
      if (taken) assignments.push({ ticket: ticket.id, ...taken });
      else waiting.push(ticket);
    }
  }
  const said = new Map<string, readonly string[]>();
  for (const ticket of waiting) {
    const key = [
      ticket.requires.map((list) => list.join('+')).join('|'),
      ticket.excluded.join(','),
      ticket.avoid.join(','),
    ].join(' / ');
    const reasons = said.get(key) ?? reasonsFor(ticket, crew);
    said.set(key, reasons);
    left.set(ticket.id, reasons);
  }
  return { assignments, left };
}

/** The more urgent ticket first; the same way round every time. */
export function byUrgency(a: MatchTicket, b: MatchTicket): number {
  return b.priority - a.priority || a.openedAt - b.openedAt || (a.id < b.id ? -1 : a.id > b.id ? 1 : 0);
}
