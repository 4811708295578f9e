import { buildsAsked, isUnjudged, isWaiting, openContest, ranking } from '../../machines/service/contest.ts';
import type { BuildEntry, Contest, Cost, ServiceContext } from '../../machines/service/service.context.ts';
import { costNow } from '../../machines/service/spending.ts';
import type { CostView, Reason } from '../contracts/board.ts';
import type { BuildsResponse, NumberedBuild } from '../contracts/builds.ts';

/** Why nobody has a ticket, one sentence each. */
export type WhyOf = (ticket: string) => readonly string[];

/** What several builds of one change are, as people see them. */
export function projectBuilds(context: ServiceContext, whyOf: WhyOf): BuildsResponse {
  const { contest, name } = context;
  return {
    service: name,
    change: contest?.change ?? null,
    redundancy: buildsAsked(context),
    state: contest === null ? 'none' : (contest.end ?? 'open'),
    waitsUntil: contest?.patienceUntil ?? null,
    choice: contest?.choice?.text ?? null,
    ranking: contest ? ranking(contest).map(({ text }) => text) : [],
    builds: contest
      ? contest.entries.map((entry, at) => buildOf(context, contest, entry, at + 1, whyOf))
      : [],
  };
}

/** Who is at work on several builds now. */
export function builders(context: ServiceContext): string[] {
  const entries = openContest(context)?.entries ?? [];
  return entries.flatMap(({ session, commit, settled }) =>
    session !== null && commit === null && settled === null ? [session] : [],
  );
}

/** Why several builds stand, where nobody is at work on any; undefined while they flow. */
export function contestReason(context: ServiceContext, whyOf: WhyOf): Reason | undefined {
  const contest = openContest(context);
  const entries = contest?.entries ?? [];
  if (
    !contest ||
    entries.some((entry) => entry.settled === null && !isWaiting(entry) && !isUnjudged(entry))
  ) {
    return undefined;
  }
  const details = entries.flatMap((entry, index) =>
    entry.settled === null ? saidOf(entry, whyOf).map((said) => `build ${index + 1}: ${said}`) : [],
  );
  const [first, ...others] = details;
  if (first === undefined) return undefined;
  const until = contest.patienceUntil;
  const then = until === null ? [] : [`From ${timeOf(until)} on the others decide without it`];
  return {
    code: entries.some(isUnjudged) ? 'environment' : 'waiting',
    text: first,
    ways: [
      ...(entries.some(isWaiting)
        ? ['Join as one: andon worker --name <name> --capabilities builder --agent <driver>']
        : [`Ask the gate again now: andon retry ${context.name}`]),
      `See all of them: andon builds ${context.name}`,
    ],
    details: [...others, ...then],
  };
}

/** Null is unknown: no holding said what it cost. */
export function costView(cost: Cost): CostView {
  const isUnknown = cost.unknown > 0;
  return {
    usd: isUnknown && cost.usd === 0 ? null : cost.usd,
    tokens: isUnknown && cost.tokens === 0 ? null : cost.tokens,
    ms: cost.ms,
    unknown: cost.unknown,
  };
}

function buildOf(
  { spent }: ServiceContext,
  contest: Contest,
  entry: BuildEntry,
  n: number,
  whyOf: WhyOf,
): NumberedBuild {
  const { ticket, session, commit, tests, coverage, mutation, startedAt, endedAt } = entry;
  const cost = costNow(entry.cost, spent, (holding) => holding.ticket === ticket);
  return {
    n,
    merged: entry.kind === 'merge',
    ticket,
    session,
    state: stateOf(entry),
    chosen: contest.choice?.ticket === ticket,
    commit,
    tests: tests && { passed: tests.passed, total: tests.total },
    coverage,
    mutation,
    durationMs: startedAt === null || endedAt === null ? null : endedAt - startedAt,
    cost: cost.ms === 0 ? null : costView(cost),
    reasons: saidOf(entry, whyOf),
  };
}

function stateOf(entry: BuildEntry): NumberedBuild['state'] {
  if (entry.settled === 'verified') {
    const isGood = entry.passed === 'test' || (entry.passed === 'build' && !entry.hasTests);
    return isGood ? 'passed' : 'failed';
  }
  if (entry.settled !== null) return 'given-up';
  if (entry.commit !== null) return 'verifying';
  return entry.session === null ? 'waiting' : 'working';
}

function saidOf(entry: BuildEntry, whyOf: WhyOf): string[] {
  return isWaiting(entry) ? [...whyOf(entry.ticket), ...entry.reasons] : [...entry.reasons];
}

function timeOf(at: number): string {
  return `${new Date(at).toISOString().slice(0, 16).replace('T', ' ')} UTC`;
}
