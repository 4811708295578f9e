import { openContest } from '../contest.ts';
import type { Contest, ServiceContext } from '../service.context.ts';

/** The contest with nothing of it under way any more; what was handed in stays for reading. */
export function endedContest(context: ServiceContext, end: NonNullable<Contest['end']>): Contest | null {
  const contest = openContest(context);
  if (!contest) return context.contest;
  const entries = contest.entries.map((entry) => ({
    ...entry,
    verification: null,
    settled: entry.settled ?? ('dropped' as const),
  }));
  return { ...contest, entries, end, patienceUntil: null };
}
