import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { defaultLimits } from '../../machines/policy/limits.ts';
import { openLibsqlStore } from '../../src/store/libsql-store.ts';
import type { EventRow } from '../../src/store/store.port.ts';
import { alteredBytes } from './altered-bytes.ts';
import { Checker } from './checker.ts';
import { homeEnding } from './home-ending.ts';
import { type Evidence, homeEvidence } from './home-evidence.ts';
import { homeLeaks } from './home-leaks.ts';
import type { JournalFold } from './journal-fold.ts';
import type { Observation, Violation } from './observation.ts';
import type { Tolerances } from './watch.ts';

/** An observation a process wrote down itself, and when: epoch milliseconds of the clock the home's coordinator reads. */
export type Told = { readonly at: number; readonly observation: Observation };

export type HomeCheck = {
  /** Faults were over for long enough: every service must be at an end, and nothing may be owed. */
  readonly settled?: boolean;
  /** What else should not be there, one sentence each, beside what `homeLeaks` finds. */
  readonly leaks?: readonly string[];
  /** The coordinator was killed, not stopped: processes, run files and half-made directories may be there still. */
  readonly killed?: boolean;
  /** True time of a row, where the coordinator's clock was lied to; without it the row's own. */
  readonly timeOf?: (row: EventRow) => number;
  readonly tolerances?: Partial<Tolerances>;
};

/** Real processes write down what they did a moment after they did it. */
const real: Partial<Tolerances> = { leaseMs: 2_000, pauseMs: 5_000 };

/**
 * Holds every promise against what a home has written down: its journal, snapshots, outbox, records and releases, beside
 * what was told by processes that worked on it. `home` is the `.andon` directory; its coordinator must have stopped.
 */
export async function checkHome(
  home: string,
  told: readonly Told[],
  check: HomeCheck = {},
): Promise<readonly Violation[]> {
  const database = join(home, 'andon.db');
  if (!existsSync(database)) throw new Error(`${home} has no database`);
  const store = openLibsqlStore(database);
  try {
    const rows = store.events({});
    const limits = limitsOf(rows);
    const checker = new Checker({ limits, tolerances: { ...real, ...check.tolerances } });
    const evidence = await homeEvidence(home);
    const end = replayHome(checker, rows, told, evidence, check.timeOf ?? ((row) => row.at));
    const leaks = check.killed ? [] : await homeLeaks(home, checker.fold);
    checker.end(
      {
        ...homeEnding(store, checker.fold, limits),
        settled: check.settled ?? false,
        leaks: [...leaks, ...(check.leaks ?? [])],
      },
      end,
    );
    return [...checker.violations, ...(await altered(home, checker.fold, evidence))];
  } finally {
    store.close();
  }
}

/**
 * Tells the checker everything in order: what was verified and deployed first, since what these left behind says that it
 * was done and not for sure when; what serves last. Returns the time of the end.
 */
function replayHome(
  checker: Checker,
  rows: readonly EventRow[],
  told: readonly Told[],
  evidence: Evidence,
  timeOf: (row: EventRow) => number,
): number {
  const commits = groupsOf(rows).map((group): Told => {
    const last = group.at(-1);
    return { at: last ? timeOf(last) : 0, observation: { what: 'committed', rows: group } };
  });
  const begin = commits[0]?.at ?? 0;
  for (const observation of evidence.before) checker.observe(observation, begin);
  // Both lists are in their own order already; at the same moment the commit comes first, since it made the rest true.
  const waiting = [...told].sort((a, b) => a.at - b.at);
  let end = begin;
  for (const commit of commits) {
    while (waiting[0] && waiting[0].at < commit.at) tell(waiting.shift());
    tell(commit);
  }
  for (const left of waiting) tell(left);
  for (const observation of evidence.after) checker.observe(observation, end);
  return end;

  function tell(one: Told | undefined): void {
    if (!one) return;
    end = Math.max(end, one.at);
    checker.observe(one.observation, one.at);
  }
}

/** One transaction writes its rows at one moment: rows of the same moment are never told in two halves. */
function groupsOf(rows: readonly EventRow[]): EventRow[][] {
  const groups: EventRow[][] = [];
  for (const row of rows) {
    const last = groups.at(-1);
    if (last && last[0]?.at === row.at) last.push(row);
    else groups.push([row]);
  }
  return groups;
}

/** The thresholds the home ran with, as its services were told. */
function limitsOf(rows: readonly EventRow[]) {
  const said = rows.flatMap(({ event }) => {
    if ('limits' in event) return [event.limits];
    const input = 'input' in event ? event.input : undefined;
    return typeof input === 'object' && input !== null && 'limits' in input ? [input.limits] : [];
  });
  return { ...defaultLimits, ...(said.at(-1) as Partial<typeof defaultLimits> | undefined) };
}

async function altered(home: string, fold: JournalFold, evidence: Evidence): Promise<Violation[]> {
  const promise = 'nothing is deployed without a passing verification of exactly those bytes';
  const found = await Promise.all(evidence.releases.map((release) => alteredBytes(home, release)));
  return found.flat().map((text) => ({ promise, seq: fold.seq, text }));
}
