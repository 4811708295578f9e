import type { TicketKind } from '../ticket/ticket.events.ts';
import { canonical } from './capabilities.ts';
import type { MatchSession, MatchTicket } from './match-parties.ts';
import { score } from './score.ts';

/** A session while matching runs: its free slots go down as it is given tickets. */
export type Member = { readonly session: MatchSession; readonly words: ReadonlySet<string>; free: number };

/** Sessions that have one list of capabilities; `fit` are those that could take a ticket now or after their work. */
export type Group = {
  readonly list: readonly string[];
  readonly capable: readonly Member[];
  readonly fit: ReadonlySet<string>;
  /** Those with a free slot, best first, for each kind of work that was asked for. */
  readonly ranked: Map<TicketKind, Candidate[]>;
};

type Candidate = { readonly member: Member; readonly score: number; readonly freeThen: number };

/** Best first, and always the same way round: then who waited longest, then by name. */
function before(a: Candidate, b: Candidate): boolean {
  if (a.score !== b.score) return a.score > b.score;
  const rested = (a.member.session.lastTaken ?? 0) - (b.member.session.lastTaken ?? 0);
  return rested !== 0 ? rested < 0 : a.member.session.name < b.member.session.name;
}

/**
 * The sessions of one matching. Tickets are not compared with every session: sessions are grouped once for each list of
 * capabilities, and ranked once for each kind of work in it.
 */
export class Crew {
  readonly #members: readonly Member[];
  readonly #byName: ReadonlyMap<string, Member>;
  readonly #at: number;
  readonly #groups = new Map<string, Group>();
  readonly #choices = new Map<string, readonly Group[]>();

  constructor(sessions: readonly MatchSession[], at: number) {
    this.#at = at;
    const byName = [...sessions].sort((a, b) => (a.name < b.name ? -1 : 1));
    this.#members = byName.map((session) => ({
      session,
      words: new Set(session.capabilities.map(canonical)),
      free: session.freeSlots,
    }));
    this.#byName = new Map(this.#members.map((member) => [member.session.name, member]));
  }

  /** Gives the ticket to the best session that may take it and has a slot; undefined when it must wait. */
  assign(ticket: MatchTicket): { session: string; score: number } | undefined {
    const choice = this.choose(ticket);
    if (!choice) return undefined;
    const barred = choice.avoided ? ticket.excluded : [...ticket.excluded, ...ticket.avoid];
    const best = this.#best(choice.group, ticket, barred);
    if (!best) return undefined;
    best.member.free -= 1;
    return { session: best.member.session.name, score: best.score };
  }

  /**
   * The group to look in: the first that somebody fit is in. Separation comes before preference: whoever is to
   * be avoided may take it only when nobody else at all could.
   */
  choose(ticket: MatchTicket): { group: Group; avoided: boolean } | undefined {
    const groups = this.groupsOf(ticket);
    const separate = groups.find((group) => hasFit(group, ticket.excluded, ticket.avoid));
    if (separate) return { group: separate, avoided: false };
    const any = groups.find((group) => hasFit(group, ticket.excluded, []));
    return any && { group: any, avoided: true };
  }

  /** The groups for the ticket's lists of capabilities, in the ticket's order. */
  groupsOf({ requires }: MatchTicket): readonly Group[] {
    const key = requires.map((list) => list.join('+')).join('|');
    const known = this.#choices.get(key);
    if (known) return known;
    const groups = requires.map((list) => this.#group(list));
    this.#choices.set(key, groups);
    return groups;
  }

  #group(list: readonly string[]): Group {
    const words = list.map(canonical);
    const key = words.join('+');
    const known = this.#groups.get(key);
    if (known) return known;
    const capable = this.#members.filter((member) => words.every((word) => member.words.has(word)));
    const fit = new Set(capable.filter((member) => this.isFit(member)).map((member) => member.session.name));
    const group: Group = { list, capable, fit, ranked: new Map() };
    this.#groups.set(key, group);
    return group;
  }

  isFit({ session }: Member): boolean {
    return session.fresh && !session.draining && (session.cooldownUntil ?? 0) <= this.#at;
  }

  #best(group: Group, ticket: MatchTicket, barred: readonly string[]): Candidate | undefined {
    const first = this.#firstFree(this.#ranking(group, ticket.kind), ticket.kind, barred);
    if (!ticket.affinity || !first) return first;
    return ticket.affinity
      .filter((name) => group.fit.has(name) && !barred.includes(name))
      .flatMap((name) => this.#byName.get(name) ?? [])
      .filter((member) => member.free > 0)
      .map((member) => this.#candidate(member, ticket.kind, true))
      .reduce((best, candidate) => (before(candidate, best) ? candidate : best), first);
  }

  /** Scores only fall while matching runs, so a stale one at the top is put where it belongs and the next is looked at. */
  #firstFree(ranking: Candidate[], kind: TicketKind, barred: readonly string[]): Candidate | undefined {
    let index = 0;
    while (index < ranking.length) {
      const candidate = ranking[index];
      if (!candidate) break;
      const { member } = candidate;
      if (member.free <= 0) ranking.splice(index, 1);
      else if (member.free !== candidate.freeThen) {
        ranking.splice(index, 1);
        insert(ranking, this.#candidate(member, kind, false));
      } else if (barred.includes(member.session.name)) index += 1;
      else return candidate;
    }
    return undefined;
  }

  #ranking({ ranked, capable, fit }: Group, kind: TicketKind): Candidate[] {
    const known = ranked.get(kind);
    if (known) return known;
    const ranking = capable
      .filter((member) => fit.has(member.session.name) && member.free > 0)
      .map((member) => this.#candidate(member, kind, false))
      .sort((a, b) => (before(a, b) ? -1 : 1));
    ranked.set(kind, ranking);
    return ranking;
  }

  #candidate(member: Member, kind: TicketKind, affinity: boolean): Candidate {
    const { session, free } = member;
    return {
      member,
      freeThen: free,
      score: score({
        record: session.record[kind],
        idleMs: session.lastTaken === null ? null : this.#at - session.lastTaken,
        load: 1 - free / session.slots,
        affinity,
      }),
    };
  }
}

/** Whether anybody of the group is left who is neither excluded nor to be avoided. */
function hasFit({ fit }: Group, excluded: readonly string[], avoid: readonly string[]): boolean {
  let barred = 0;
  for (const name of excluded) if (fit.has(name)) barred += 1;
  for (const name of avoid) if (fit.has(name) && !excluded.includes(name)) barred += 1;
  return fit.size > barred;
}

function insert(ranking: Candidate[], candidate: Candidate): void {
  let low = 0;
  let high = ranking.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    const there = ranking[middle];
    if (there && before(there, candidate)) low = middle + 1;
    else high = middle;
  }
  ranking.splice(low, 0, candidate);
}
