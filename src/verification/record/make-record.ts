import type { CoveredFile } from '../coverage.ts';
import { toCtrf } from '../evidence/ctrf.ts';
import type { GateOutcome } from '../gates/gate.ts';
import { type CommandRun, type NewRecord, recordId } from '../record.ts';
import type { TestResult } from '../test-report.ts';
import type { VerificationOrder, VerificationResult } from '../verification.port.ts';
import { settingsOf } from './settings-of.ts';

/** What a verification has to say for itself beside its outcome; filled in while it goes on. */
export type Noted = Pick<NewRecord, 'own' | 'seed' | 'acceptance' | 'settings' | 'tree' | 'reused'> & {
  readonly runs: CommandRun[];
  /** Where the hidden tests lay in this verification: no path below it is told. */
  hidden: string | null;
  /** The directory it was done in, which is gone afterwards. */
  room: string | null;
};

export function nothingNoted(): Noted {
  const settings = settingsOf({});
  return {
    own: false,
    seed: null,
    acceptance: null,
    settings,
    tree: null,
    reused: null,
    runs: [],
    hidden: null,
    room: null,
  };
}

type About = Pick<NewRecord, 'sandbox' | 'startedAt' | 'finishedAt' | 'verifierVersion'> & {
  readonly order: VerificationOrder;
  readonly outcome: Pick<GateOutcome, 'results' | 'runner' | 'checks' | 'covered'>;
  readonly result: VerificationResult;
  readonly noted: Noted;
};

const testsKept = 2_000;

/** The record of a verification, to be signed. Pure. */
export function makeRecord(about: About): NewRecord {
  const { order, outcome, result, noted, sandbox, startedAt, finishedAt, verifierVersion } = about;
  const { service, change, gate, commit, spec, cause, base, baseRecord, parent, ticket, session } = order;
  const reportOf = (results: readonly TestResult[], tool: string) =>
    toCtrf({ results }, { tool, start: startedAt, stop: finishedAt });
  const { own, seed, acceptance, settings, tree, reused, runs } = noted;
  return {
    id: recordId(order.verification),
    ...{ service, change, gate, commit, tree, specHash: spec, cause, base, baseRecord, parent },
    ...{ ticket, session, own, sandbox, settings, seed, acceptance, reused },
    runs: runs.map((run) => ({ ...run, argv: run.argv.map((word) => told(word, noted)) })),
    checks: [...(outcome.checks ?? [])],
    result,
    tests: (outcome.results ?? []).slice(0, testsKept),
    ...(outcome.covered ? { covered: outcome.covered.map(kept) } : {}),
    ...(outcome.results && outcome.runner ? { ctrf: { ...reportOf(outcome.results, outcome.runner) } } : {}),
    ...{ startedAt, finishedAt, verifierVersion },
  };
}

function kept({ missed, ...file }: CoveredFile): NonNullable<NewRecord['covered']>[number] {
  return { ...file, missed: missed.map(([from, to]) => [from, to]) };
}

function told(word: string, { hidden, room }: Pick<Noted, 'hidden' | 'room'>): string {
  const at = hidden === null ? -1 : word.indexOf(hidden);
  const shown = at < 0 ? word : `${word.slice(0, at)}<acceptance>`;
  return room === null ? shown : shown.replaceAll(room, '<room>');
}
