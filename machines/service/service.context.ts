import type { Limits } from '../policy/limits.ts';
import type { TicketKind } from '../ticket/ticket.events.ts';
import type { ReleaseRef, SpecFact, TestCounts } from './service.events.ts';

/** Why a service stands, and the ways on. `code` is stable, `text` is one sentence for people. */
export type Block = {
  readonly code: BlockCode;
  readonly text: string;
  readonly ways: readonly string[];
  readonly details: readonly string[];
  readonly at: number;
  /** State of the line where it stopped; phase and column are this state's. */
  readonly where: string;
  /** What is done again when somebody retries, or what was missing is there. */
  readonly resume: 'verify' | 'deploy' | 'write-spec' | 'build' | 'write-tests' | 'fix' | 'nothing';
};

export type BlockCode =
  | 'attempts-used-up'
  | 'contradictory-spec'
  | 'environment'
  | 'gate-broken'
  | 'secret-missing'
  | 'record-refused'
  | 'release-failed'
  | 'retired';

export type Incident = {
  readonly reason: string;
  readonly log: string;
  readonly commit: string;
  /** The spec the broken release was built for. */
  readonly spec: SpecFact;
  readonly at: number;
};

/** A release with the spec it was built for. */
export type ServedRelease = ReleaseRef & { readonly spec: SpecFact };

/** One trip down the line. */
export type Change = {
  readonly n: number;
  readonly cause: 'spec' | 'incident' | 'hand-edit' | 'adoption';
  readonly spec: SpecFact;
  readonly startedAt: number;
  /** The commit the work starts from: what serves, or null. */
  readonly base: string | null;
  /** The record `base` was deployed under. */
  readonly baseRecord: string | null;
  /** The newest commit this change has produced, verified or not. */
  readonly commit: string | null;
  /** What the work on `commit` started from: an earlier commit of this change, what serves, or nothing. */
  readonly parent: string | null;
  /** Digest of what `commit` would run, once its tests have passed. */
  readonly digest: string | null;
  /** Who built `commit`; a tester should be somebody else. */
  readonly builder: string | null;
  /** Counted tries on this change, over all its tickets; starts at 1. */
  readonly attempt: number;
  readonly feedback: readonly string[];
  readonly tests: TestCounts | null;
  readonly coverage: number | null;
  /** Share of the mutants that the suite noticed, in percent. */
  readonly mutation: number | null;
  /** What the last verdict found beside plain failing; null after one that passed, and while new work is looked at. */
  readonly finding: 'tampering' | 'flaky' | null;
  /** Record of the passed test gate for exactly `commit`. */
  readonly record: string | null;
  /** The release under way, or the one that shipped. */
  readonly release: string | null;
  readonly shippedAt: number | null;
};

export type Pending = {
  readonly incident: Incident | null;
  readonly handEdit: string | null;
  readonly spec: SpecFact | null;
};

export type ServiceContext = {
  readonly id: string;
  readonly name: string;
  readonly limits: Limits;
  readonly createdAt: number;
  /** When the line last changed its state. */
  readonly since: number;
  readonly paused: boolean;
  readonly present: boolean;
  readonly spec: SpecFact | null;
  readonly unknown: string | null;
  readonly changes: number;
  readonly change: Change | null;
  readonly pending: Pending;
  /** The line's open ticket; a second one is never opened while this is here. */
  readonly ticket: {
    readonly id: string;
    readonly kind: TicketKind;
    readonly token: number;
    readonly session: string | null;
    readonly openedAt: number;
    readonly note: string | null;
  } | null;
  readonly verification: {
    readonly id: string;
    readonly gate: 'spec' | 'build' | 'test';
    readonly commit: string;
    readonly ticketToken: number | null;
    /** Inconclusive verdicts in a row before this one. */
    readonly inconclusive: number;
  } | null;
  readonly block: Block | null;
  readonly live: {
    readonly release: ServedRelease | null;
    /** The release to go back to; null when none was healthy before. */
    readonly lastGood: ServedRelease | null;
    /** A proved release on its way to serve, or null. */
    readonly candidate: ServedRelease | null;
    readonly restarts: number;
    /** How far the rung of the ladder is it stands on: a restart is due, asked for or done, or a rollback runs. */
    readonly rung: 'due' | 'asked' | 'restarted' | 'rollingBack' | null;
    /** Commits, and digests of what they run, that failed in production and are not deployed again. */
    readonly held: readonly string[];
    readonly since: number;
    readonly reason: string | null;
  };
};
