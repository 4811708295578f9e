import { type ComparedBuild, isAtLeastAsGood, type RankedBuild, rankBuilds } from '../policy/choose-build.ts';
import type { BuildEntry, Contest, ServiceContext } from './service.context.ts';

/** What can be read off several builds of one change; guards, deeds, `wants` and the board share these words. */

/** How many independent builds a new spec gets: as its own settings say, else as those of the home do. */
export function buildsAsked({ settings, limits }: Pick<ServiceContext, 'settings' | 'limits'>): number {
  return Math.min(5, settings.redundancy ?? limits.redundancy);
}

/** The contest under way, or null. */
export function openContest({ contest }: Pick<ServiceContext, 'contest'>): Contest | null {
  return contest?.end === null ? contest : null;
}

/** The contest under way. Throws where the chart promises one: without it the machine is wrong. */
export function contestOf(context: ServiceContext): Contest {
  const contest = openContest(context);
  if (!contest) throw new TypeError('no contest is under way');
  return contest;
}

/** Nobody holds it, nothing of it is handed in, and it is still wanted. */
export function isWaiting(entry: BuildEntry): boolean {
  return entry.settled === null && entry.session === null && entry.commit === null;
}

/** Handed in, and no gate could say anything of it; it is asked again later. */
export function isUnjudged(entry: BuildEntry): boolean {
  return entry.settled === null && entry.unclear && entry.verification === null;
}

/** It may take for ever: nobody has it, or no gate could judge it, also while one is asked once more. */
export function isStuck(entry: BuildEntry): boolean {
  return isWaiting(entry) || (entry.settled === null && entry.unclear);
}

/** Its ticket is not over: accepted it is with the first gate passed, ended with whatever settles it. */
export function hasOpenTicket(entry: BuildEntry): boolean {
  return entry.settled === null && entry.passed === null;
}

export function isAllSettled({ entries }: Contest): boolean {
  return entries.every(({ settled }) => settled !== null);
}

/** Somebody has begun: their work is not thrown away before the user has stopped typing. */
export function isBegun(contest: Contest): boolean {
  return contest.entries.some(({ session, commit }) => session !== null || commit !== null);
}

/** The tickets of a service that are not over, with those of a contest. */
export function openTicketsOf(context: Pick<ServiceContext, 'ticket' | 'contest'>): string[] {
  const siblings = openContest(context)?.entries.filter(hasOpenTicket) ?? [];
  return [...(context.ticket ? [context.ticket.id] : []), ...siblings.map(({ ticket }) => ticket)];
}

/** Sessions that may not have this build: those that have, or had, another of those it is compared with. */
export function barredFrom({ entries }: Contest, entry: BuildEntry): string[] {
  if (entry.kind === 'merge') return [];
  const others = entries.filter(({ ticket, kind }) => kind === 'build' && ticket !== entry.ticket);
  return [...new Set(others.flatMap(({ session }) => session ?? []))];
}

/** Nobody is at work, something is there to go on with, and only what nobody can take or judge is still awaited. */
export function isIdle({ entries }: Contest): boolean {
  const open = entries.filter(({ settled }) => settled === null);
  return (
    open.length > 0 &&
    open.every(isStuck) &&
    entries.some(({ settled, commit }) => settled !== null && commit !== null)
  );
}

/** How a build is called: by its place, and by who made it. */
export function nameOf({ entries }: Contest, entry: BuildEntry): string {
  const name = entry.kind === 'merge' ? 'the merged build' : `build ${entries.indexOf(entry) + 1}`;
  return entry.session === null ? name : `${name} of ${entry.session}`;
}

/** The independent builds that something was handed in for, the best first. */
export function ranking(contest: Contest): RankedBuild[] {
  const built = contest.entries.filter(
    ({ kind, commit, settled }) => kind === 'build' && commit !== null && settled === 'verified',
  );
  return rankBuilds(built.map((entry) => compared(contest, entry)));
}

/** The build to go on with, and why; null where none of them came to anything. */
export function chosen(contest: Contest): { readonly entry: BuildEntry; readonly text: string } | null {
  const [best] = ranking(contest);
  const entry = contest.entries.find(({ ticket }) => ticket === best?.ticket);
  if (!best || !entry) return null;
  const merged = contest.entries.find(({ kind, settled }) => kind === 'merge' && settled === 'verified');
  if (!merged) return { entry, text: best.text };
  if (isAtLeastAsGood(compared(contest, merged), compared(contest, entry))) {
    return {
      entry: merged,
      text: `${nameOf(contest, merged)} is at least as good as ${nameOf(contest, entry)}`,
    };
  }
  return { entry, text: `${best.text}; ${nameOf(contest, merged)} is not as good` };
}

/** Two builds or more that hold are there to be merged, and nobody was asked to yet. */
export function isToMerge(contest: Contest): boolean {
  const good = contest.entries.filter(({ passed }) => passed !== null);
  return contest.merge && good.length > 1 && contest.entries.every(({ kind }) => kind === 'build');
}

export function compared(contest: Contest, entry: BuildEntry): ComparedBuild {
  const { ticket, passed, mutation, coverage, tests, cost, startedAt, endedAt } = entry;
  return {
    name: nameOf(contest, entry),
    ticket,
    passed,
    mutation,
    coverage,
    tests: tests?.passed ?? null,
    // A holding that said nothing of its cost leaves the sum unknown, and so does none at all.
    usd: cost.unknown > 0 || cost.ms === 0 ? null : cost.usd,
    ms: startedAt === null || endedAt === null ? null : endedAt - startedAt,
  };
}
