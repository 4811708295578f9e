import type { MatchTicket } from './match-parties.ts';

type Urgent = Pick<MatchTicket, 'id' | 'priority' | 'openedAt'>;

/**
 * The more urgent ticket first, the same way round every time. A ticket gains one step of priority each `ageingMs` it
 * waits; since all of them do, their order never changes: it is that of when they would have been opened without any
 * priority. With `ageingMs` 0 nothing ages, and priority alone comes before age.
 */
export function byUrgency(ageingMs: number): (a: Urgent, b: Urgent) => number {
  const rank = ({ openedAt, priority }: Urgent) => openedAt - priority * ageingMs;
  const ranked =
    ageingMs > 0
      ? (a: Urgent, b: Urgent) => rank(a) - rank(b)
      : (a: Urgent, b: Urgent) => b.priority - a.priority || a.openedAt - b.openedAt;
  return (a, b) => ranked(a, b) || (a.id < b.id ? -1 : a.id > b.id ? 1 : 0);
}
