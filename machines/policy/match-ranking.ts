import type { TicketKind } from '../ticket/ticket.events.ts';
import type { MatchSession } from './match-parties.ts';
import { lastingScore, passingScore, type Scored } from './score.ts';

/** A session while matching runs: its free slots go down as it is given tickets. */
export type Member = {
  readonly session: MatchSession;
  readonly words: ReadonlySet<string>;
  free: number;
  /** What of its score stays while matching runs, by kind of work. */
  readonly lasting: Map<TicketKind, number>;
};

export type Candidate = {
  readonly member: Member;
  readonly score: number;
  readonly freeThen: number;
  readonly affinity: boolean;
};

/** Best first, and always the same way round: then who waited longest, then by name. */
export function before(a: Candidate, b: Candidate): boolean {
  if (a.score !== b.score) return a.score > b.score;
  const rested = (a.member.session.lastTaken ?? 0) - (b.member.session.lastTaken ?? 0);
  return rested !== 0 ? rested < 0 : a.member.session.name < b.member.session.name;
}

export function candidateOf(member: Member, kind: TicketKind, at: number, affinity: boolean): Candidate {
  const { session, free, lasting } = member;
  let known = lasting.get(kind);
  if (known === undefined) {
    known = lastingScore(scoredOf(member, kind, at, false));
    lasting.set(kind, known);
  }
  const passing = passingScore({ load: 1 - free / session.slots, affinity });
  return { member, freeThen: free, affinity, score: known + passing };
}

export function scoredOf({ session, free }: Member, kind: TicketKind, at: number, affinity: boolean): Scored {
  return {
    record: session.record[kind],
    idleMs: session.lastTaken === null ? null : at - session.lastTaken,
    load: 1 - free / session.slots,
    affinity,
    last: false,
  };
}

/** Sessions with a free slot, best first, for one kind of work. */
export class Ranking {
  readonly #ranked: Candidate[];
  readonly #kind: TicketKind;
  readonly #at: number;

  constructor(members: Iterable<Member>, kind: TicketKind, at: number) {
    this.#kind = kind;
    this.#at = at;
    this.#ranked = [...members]
      .filter((member) => member.free > 0)
      .map((member) => candidateOf(member, kind, at, false))
      .sort((a, b) => (before(a, b) ? -1 : 1));
  }

  /**
   * The best `count` that are not barred. Scores only fall while matching runs, so a stale one is put where it belongs
   * when it is met, and the next is looked at.
   */
  top(count: number, barred: (name: string) => boolean): Candidate[] {
    const found: Candidate[] = [];
    let index = 0;
    while (index < this.#ranked.length && found.length < count) {
      const candidate = this.#ranked[index];
      if (!candidate) break;
      const { member } = candidate;
      if (member.free <= 0) this.#ranked.splice(index, 1);
      else if (member.free !== candidate.freeThen) {
        this.#ranked.splice(index, 1);
        this.#insert(candidateOf(member, this.#kind, this.#at, false));
      } else {
        if (!barred(member.session.name)) found.push(candidate);
        index += 1;
      }
    }
    return found;
  }

  #insert(candidate: Candidate): void {
    let low = 0;
    let high = this.#ranked.length;
    while (low < high) {
      const middle = (low + high) >> 1;
      const there = this.#ranked[middle];
      if (there && before(there, candidate)) low = middle + 1;
      else high = middle;
    }
    this.#ranked.splice(low, 0, candidate);
  }
}
