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
};

export type BlockCode =
  | 'attempts-used-up'
  | 'contradictory-spec'
  | 'environment'
  | 'gate-broken'
  | 'secret-missing'
  | 'release-failed'
  | 'retired';

export type Incident = {
  readonly reason: string;
  readonly log: string;
  readonly commit: string;
  readonly at: number;
};

/** One trip down the line. */
export type Change = {
  readonly n: number;
  readonly cause: 'spec' | 'incident' | 'hand-edit' | 'adoption';
  readonly spec: SpecFact;
  readonly startedAt: number;
  /** The commit the work starts from: what serves, or null. */
  readonly base: string | null;
  /** The newest commit this change has produced, verified or not. */
  readonly commit: string | null;
  /** Who built `commit`; a tester should be somebody else. */
  readonly builder: string | null;
  /** Counted tries on this change, over all its tickets; starts at 1. */
  readonly attempt: number;
  readonly feedback: readonly string[];
  readonly tests: TestCounts | null;
  readonly coverage: number | null;
  /** Record of the passed test gate for exactly `commit`. */
  readonly record: string | null;
  readonly release: string | null;
  /** Inconclusive verdicts in a row. */
  readonly inconclusive: number;
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
  } | null;
  readonly block: Block | null;
  readonly live: {
    readonly release: ReleaseRef | null;
    /** The release to go back to; null when none was healthy before. */
    readonly lastGood: ReleaseRef | null;
    /** A proved release on its way to serve, or null. */
    readonly candidate: ReleaseRef | null;
    readonly restarts: number;
    /** Commits that failed in production and are not deployed again. */
    readonly held: readonly string[];
    readonly since: number;
    readonly reason: string | null;
  };
};
