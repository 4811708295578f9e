import type { takenBy } from '../../machines/policy/match.ts';
import type { MatchSession } from '../../machines/policy/match-parties.ts';
import type { Candidate } from './coordinator.port.ts';

/** Who could have a ticket now, the best first and people last; then those who could not, with why. */
export function rankedCandidates(
  sessions: readonly MatchSession[],
  asked: (session: MatchSession) => ReturnType<typeof takenBy>,
): Candidate[] {
  return sessions
    .map((session) => candidateOf(session, asked))
    .sort((a, b) => (rankOf(a) === rankOf(b) ? byName(a, b) : rankOf(b) - rankOf(a)));
}

function candidateOf(
  session: MatchSession,
  asked: (session: MatchSession) => ReturnType<typeof takenBy>,
): Candidate {
  const { name } = session;
  const answer = asked(session);
  if (!('given' in answer)) return { session: name, score: null, reasons: answer.reasons };
  return { session: name, score: session.choosesItself ? null : answer.given.score, reasons: [] };
}

/** What may take it before what may not. */
function rankOf({ score, reasons }: Candidate): number {
  return score ?? (reasons.length === 0 ? -1_000 : Number.NEGATIVE_INFINITY);
}

function byName(a: Candidate, b: Candidate): number {
  return a.session < b.session ? -1 : a.session > b.session ? 1 : 0;
}
