import type { TicketKind } from '../ticket/ticket.events.ts';
import { canonical } from './capabilities.ts';
import type { MatchSession, MatchTicket } from './match-parties.ts';
import { before, type Candidate, candidateOf, type Member, Ranking } from './match-ranking.ts';

/** Sessions that declare one list of capabilities; `fit` are those that could take a ticket now or after their work. */
export type Group = {
  readonly list: readonly string[];
  readonly words: readonly string[];
  readonly capable: readonly Member[];
  readonly fit: ReadonlyMap<string, Member>;
  /** Those with a free slot, best first, for each kind of work that was asked for. */
  readonly ranked: Map<TicketKind, Ranking>;
};

/** Where a ticket is looked for: `avoided` when only those are left who should not check their own work. */
export type Choice = { readonly group: Group; readonly avoided: boolean };

export type Found = Choice & { readonly best: Candidate; readonly runnersUp: readonly Candidate[] };

/** So many that come next are named with an assignment. */
const named = 3;

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
  #knowing: ReadonlyMap<string, readonly Member[]> | undefined;
  /** Free slots of those who may take anything. */
  freeSlots = 0;

  constructor(sessions: readonly MatchSession[], at: number) {
    this.#at = at;
    const byName = [...sessions].sort((a, b) => (a.name < b.name ? -1 : 1));
    this.#members = byName.map((session) => ({
      session,
      words: new Set(session.capabilities.map(canonical)),
      free: session.freeSlots,
      lasting: new Map(),
    }));
    this.#byName = new Map(this.#members.map((member) => [member.session.name, member]));
    for (const member of this.#members) if (isReady(member)) this.freeSlots += member.free;
  }

  /** The best session that may take the ticket and has a slot; undefined when it must wait. Nothing is given yet. */
  find(ticket: MatchTicket): Found | undefined {
    const choice = this.freeSlots === 0 ? undefined : this.choose(ticket);
    if (!choice) return undefined;
    const { group, avoided } = choice;
    const barred = (name: string) =>
      this.isExcluded(ticket, name) || (!avoided && ticket.avoid.includes(name));
    const ranking = this.#ranking(group, ticket.kind);
    const [first, ...next] = ranking.top(named + 1, barred);
    if (!first) return undefined;
    const knowing = (this.#knowers().get(ticket.service) ?? [])
      .filter(({ session, free }) => free > 0 && group.fit.has(session.name) && !barred(session.name))
      .map((member) => candidateOf(member, ticket.kind, this.#at, true));
    const best = knowing.reduce((one, other) => (before(other, one) ? other : one), first);
    const others = [first, ...next].filter(({ member }) => member !== best.member).slice(0, named);
    return { group, avoided, best, runnersUp: others };
  }

  /** The session has one slot less from here on. */
  take({ best }: Found): void {
    best.member.free -= 1;
    this.freeSlots -= 1;
  }

  /**
   * The group to look in: the first that somebody fit is in. Separation comes before preference: whoever is to
   * be avoided may take it only when nobody else at all could.
   */
  choose(ticket: MatchTicket): Choice | undefined {
    const groups = this.groupsOf(ticket);
    const separate = groups.find((group) => this.#hasFit(group, ticket, ticket.avoid));
    if (separate) return { group: separate, avoided: false };
    const any = groups.find((group) => this.#hasFit(group, ticket, []));
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

  /** A session that declined is left out for as long as it is what it was then. */
  isExcluded({ excluded, declined }: MatchTicket, name: string): boolean {
    if (!excluded.includes(name)) return false;
    const then = declined?.[name];
    const now = this.#byName.get(name)?.session.revision;
    return then === undefined || now === undefined || now <= then;
  }

  #group(list: readonly string[]): Group {
    const words = list.map(canonical);
    const key = words.join('+');
    const known = this.#groups.get(key);
    if (known) return known;
    const capable = this.#members.filter((member) => words.every((word) => member.words.has(word)));
    const fit = capable.filter((member) => isReady(member) && missing(member, words) === undefined);
    const group: Group = {
      list,
      words,
      capable,
      fit: new Map(fit.map((member) => [member.session.name, member])),
      ranked: new Map(),
    };
    this.#groups.set(key, group);
    return group;
  }

  /** Whether anybody of the group is left who is neither excluded nor to be avoided. */
  #hasFit({ fit }: Group, ticket: MatchTicket, avoid: readonly string[]): boolean {
    let barred = 0;
    for (const name of ticket.excluded) if (fit.has(name) && this.isExcluded(ticket, name)) barred += 1;
    for (const name of avoid) if (fit.has(name) && !this.isExcluded(ticket, name)) barred += 1;
    return fit.size > barred;
  }

  #ranking({ ranked, fit }: Group, kind: TicketKind): Ranking {
    const known = ranked.get(kind);
    if (known) return known;
    const ranking = new Ranking(fit.values(), kind, this.#at);
    ranked.set(kind, ranking);
    return ranking;
  }

  #knowers(): ReadonlyMap<string, readonly Member[]> {
    if (this.#knowing) return this.#knowing;
    const knowing = new Map<string, Member[]>();
    for (const member of this.#members) {
      for (const service of member.session.knows ?? []) {
        const members = knowing.get(service);
        if (members) members.push(member);
        else knowing.set(service, [member]);
      }
    }
    this.#knowing = knowing;
    return knowing;
  }
}

/** Nothing of the session itself stands in the way, whatever the ticket asks for. */
export function isReady({ session }: Member): boolean {
  return session.fresh && !session.draining && session.parked === undefined && session.choosesItself !== true;
}

/** Why a session that declares these capabilities has not all of them now; undefined where it has. */
export function missing({ session }: Member, words: readonly string[]): string | undefined {
  const { name, unavailable, authorised } = session;
  for (const [capability, reason] of Object.entries(unavailable ?? {})) {
    if (words.includes(canonical(capability)))
      return `${name} cannot be ${canonical(capability)} now: ${reason}`;
  }
  const allowed = authorised?.map(canonical);
  const denied = allowed && words.find((word) => !allowed.includes(word));
  return denied && `${name} is not allowed to be ${denied}: its token does not say so`;
}
