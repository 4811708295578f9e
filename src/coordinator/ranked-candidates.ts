import type { takenBy } from '../../machines/policy/match.ts';
import type { MatchSession } from '../../machines/policy/match-parties.ts';
import type { Candidate } from './coordinator.port.ts';

/** Who could have a ticket now, the best first, then those who could not, with why; each by name where nothing else tells. */
export function rankedCandidates(
  sessions: readonly MatchSession[],
  asked: (session: MatchSession) => ReturnType<typeof takenBy>,
): Candidate[] {
  return sessions
    .map((session) => candidateOf(session, asked))
    .sort(
      (a, b) => (b.score ?? Number.NEGATIVE_INFINITY) - (a.score ?? Number.NEGATIVE_INFINITY) || byName(a, b),
    );
}

function candidateOf(
  session: MatchSession,
  asked: (session: MatchSession) => ReturnType<typeof takenBy>,
): Candidate {
  const { name } = session;
  if (session.choosesItself) {
    const why = `${name} is a person and takes what it asks for: andon claim`;
    return { session: name, score: null, reasons: [why] };
  }
  const answer = asked(session);
  return 'given' in answer
    ? { session: name, score: answer.given.score, reasons: [] }
    : { session: name, score: null, reasons: answer.reasons };
}

function byName(a: Candidate, b: Candidate): number {
  return a.session < b.session ? -1 : a.session > b.session ? 1 : 0;
}
