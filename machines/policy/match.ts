import { defaultLimits } from './limits.ts';
import type { MatchSession, MatchTicket } from './match-parties.ts';
import { type Assignment, type MatchConditions, MatchRound } from './match-round.ts';
import { byUrgency } from './urgency.ts';

export type MatchInput = MatchConditions & {
  readonly tickets: readonly MatchTicket[];
  readonly sessions: readonly MatchSession[];
  readonly ageingMs?: number;
};

export type Match = {
  readonly assignments: readonly Assignment[];
  /** Why each ticket left over is not assigned, one sentence each; never empty. */
  readonly left: ReadonlyMap<string, readonly string[]>;
};

/**
 * Who does what: the most urgent ticket first, each to the best free session that may take it. Pure; the same input
 * gives the same answer, in whatever order it is listed.
 */
export function match({
  tickets,
  sessions,
  ageingMs = defaultLimits.ageingMs,
  ...conditions
}: MatchInput): Match {
  const round = new MatchRound(sessions, conditions);
  const assignments: Assignment[] = [];
  const waiting: MatchTicket[] = [];
  const left = new Map<string, readonly string[]>();
  for (const ticket of [...tickets].sort(byUrgency(ageingMs))) {
    const answer = round.give(ticket);
    if (answer === undefined) waiting.push(ticket);
    else if ('given' in answer) assignments.push(answer.given);
    else left.set(ticket.id, answer.reasons);
  }
  const said = new Map<string, readonly string[]>();
  for (const ticket of waiting) {
    const wish = wishOf(ticket);
    const reasons = said.get(wish) ?? round.reasonsFor(ticket);
    said.set(wish, reasons);
    left.set(ticket.id, reasons);
  }
  return { assignments, left };
}

/**
 * This one session takes this one ticket, whatever else waits: the assignment, or why it may not. `all` are the sessions
 * there are: whoever made what the ticket checks may take it only where none of them could instead.
 */
export function takenBy(
  ticket: MatchTicket,
  session: MatchSession,
  all: readonly MatchSession[],
  conditions: MatchConditions,
): { readonly given: Assignment } | { readonly reasons: readonly string[] } {
  const { name } = session;
  if (ticket.avoid.includes(name) && new MatchRound(all, conditions).crew.choose(ticket)?.avoided === false) {
    return { reasons: [`${name} made what this ticket checks; another session is awaited`] };
  }
  const round = new MatchRound([{ ...session, choosesItself: false }], conditions);
  const answer = round.give(ticket);
  if (answer) return 'given' in answer ? answer : { reasons: answer.reasons };
  if (round.crew.groupsOf(ticket).every(({ capable }) => capable.length === 0)) {
    const lists = ticket.requires.map((list) => list.join(' and ')).join(', or ');
    return { reasons: [`${name} does not have the capability ${lists}`] };
  }
  return { reasons: round.reasonsFor(ticket) };
}

/** What the ticket asks for, as one word; the same for tickets that would get the same answer of the sessions. */
export function wishOf(ticket: MatchTicket): string {
  const { paused, kind, requires, excluded, barred, declined, avoid } = ticket;
  // Made for each of ten thousand tickets: no list is built for it.
  let wish = `${paused ? 'paused ' : ''}${kind}`;
  for (const list of requires) for (const word of list) wish += word === list[0] ? `|${word}` : `+${word}`;
  wish += '/';
  for (const name of excluded) wish += `,${name}`;
  wish += '/';
  for (const name of avoid) wish += `,${name}`;
  if (barred && barred.length > 0) wish += `/${barred.join(',')}`;
  return excluded.length > 0 && declined ? `${wish}/${JSON.stringify(declined)}` : wish;
}
