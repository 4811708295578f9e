import type { Crew, Found, Group } from './match-crew.ts';
import { missing } from './match-crew.ts';
import type { MatchTicket } from './match-parties.ts';
import type { Member } from './match-ranking.ts';
import { scoredOf } from './match-ranking.ts';
import { nobodyIs, notReady, whyNot } from './match-reasons.ts';
import { scoreParts } from './score.ts';
import type { ScoreCard } from './score-card.ts';

/** So many of those left out are named. */
const named = 8;

/** Who was left out of a group for reasons of their own: the same for every ticket of one matching. */
const unfit = new WeakMap<Group, readonly string[]>();

/** Why this session, and why not the others: made before it is given the ticket. Parts are rounded, the score is their sum. */
export function cardOf(ticket: MatchTicket, crew: Crew, found: Found, at: number): ScoreCard {
  const { best, avoided } = found;
  const scored = scoredOf(best.member, ticket.kind, at, best.affinity);
  const exact = scoreParts({ ...scored, last: avoided });
  const parts = {
    success: rounded(exact.success),
    speed: rounded(exact.speed),
    cost: rounded(exact.cost),
    rest: rounded(exact.rest),
    free: rounded(exact.free),
    affinity: exact.affinity,
    separation: exact.separation,
  };
  const { success, speed, cost, rest, free, affinity, separation } = parts;
  const score = success + speed + cost + rest + free + affinity + separation;
  return {
    score: rounded(score),
    parts,
    runnersUp: found.runnersUp.map(({ member, score: their }) => ({
      session: member.session.name,
      score: rounded(avoided ? their - 1 : their),
    })),
    leftOut: leftOut(ticket, crew, found).slice(0, named),
  };
}

function leftOut(ticket: MatchTicket, crew: Crew, { group, avoided, best }: Found): string[] {
  const { name } = best.member.session;
  const said = avoided
    ? [`nobody else can take it: a fresh context of ${name}, which made what this ticket checks`]
    : [];
  for (const other of crew.groupsOf(ticket)) {
    if (other === group) break;
    said.push(
      other.capable.length === 0
        ? nobodyIs(other.list)
        : `no session with capability ${other.list.join(' and ')} can take it now`,
    );
  }
  const asked = { crew, words: group.words, mayAvoided: avoided };
  for (const one of [...ticket.excluded, ...(avoided ? [] : ticket.avoid)]) {
    const member = group.fit.get(one);
    if (member && one !== name) said.push(whyNot(ticket, member, asked));
  }
  return [...said, ...unfitOf(group)];
}

function unfitOf(group: Group): readonly string[] {
  const known = unfit.get(group);
  if (known) return known;
  const said: string[] = [];
  for (const member of group.capable) {
    if (said.length === named) break;
    const why = notReady(member) ?? missing(member, group.words) ?? full(member);
    if (why !== undefined) said.push(why);
  }
  unfit.set(group, said);
  return said;
}

function full({ session, free }: Member): string | undefined {
  if (free > 0) return undefined;
  return `${session.name} has no free slot (holds ${session.slots - free} of ${session.slots})`;
}

function rounded(value: number): number {
  return Math.round(value * 1_000) / 1_000;
}
