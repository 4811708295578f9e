import type { Observation, Violation } from './observation.ts';

/** An observation a process wrote down itself, and when: epoch milliseconds of the clock the home's coordinator reads. */
export type Told = { readonly at: number; readonly observation: Observation };

export type HomeCheck = {
  /** Faults were over for long enough: every service must be at an end, and nothing may be owed. */
  readonly settled?: boolean;
  /** What else should not be there, one sentence each, beside what `homeLeaks` finds. */
  readonly leaks?: readonly string[];
  /** Processes below this home that are meant to run still (services outlive a killed coordinator). */
  readonly servicesRun?: boolean;
};

/**
 * Holds every promise against what a home has written down: its journal, snapshots, outbox, records and releases, beside
 * what was told by processes that worked on it. `home` is the `.andon` directory; its coordinator must have stopped.
 */
export async function checkHome(
  home: string,
  told: readonly Told[],
  check: HomeCheck = {},
): Promise<readonly Violation[]> {
  void [home, told, check];
  return [];
}
