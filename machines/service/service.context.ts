import type { Limits } from '../policy/limits.ts';
import type { TicketKind } from '../ticket/ticket.events.ts';
import type { Usage } from '../ticket/usage.ts';
import type { ReleaseRef, ServiceSettings, SpecFact, TestCounts } from './service.events.ts';

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
  | 'poison-ticket'
  | 'budget'
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
  /** Who let this commit go to production; another commit needs another word. */
  readonly approved: { readonly commit: string; readonly by: string; readonly at: number } | null;
  /** The release under way, or the one that shipped. */
  readonly release: string | null;
  readonly shippedAt: number | null;
};

/** One of several builds of a change, made by a session of its own and verified like any. */
export type BuildEntry = {
  readonly ticket: string;
  /** `merge`: starts from the best of the others, and may take over what is good in the rest. */
  readonly kind: 'build' | 'merge';
  readonly token: number;
  /** Who holds it, or has handed it in. */
  readonly session: string | null;
  readonly startedAt: number | null;
  readonly endedAt: number | null;
  readonly commit: string | null;
  readonly parent: string | null;
  readonly verification: {
    readonly id: string;
    readonly gate: 'build' | 'test';
    /** Inconclusive verdicts in a row before this one. */
    readonly inconclusive: number;
  } | null;
  /** A gate had no answer for it, however often; it is asked again now and then. */
  readonly unclear: boolean;
  /** The last gate it has passed. Its ticket is over once that is any. */
  readonly passed: 'build' | 'test' | null;
  /** Nothing more is awaited of it: the gates are done with it, or nobody will hand it in. */
  readonly settled: 'verified' | 'attempts' | 'poison' | 'budget' | 'nobody' | 'dropped' | null;
  readonly hasTests: boolean;
  readonly tests: TestCounts | null;
  readonly coverage: number | null;
  readonly mutation: number | null;
  readonly finding: 'tampering' | 'flaky' | null;
  readonly digest: string | null;
  /** Record of its passed test gate. */
  readonly record: string | null;
  readonly cost: Cost;
  readonly reasons: readonly string[];
};

/** Several builds of one change, and which of them was kept. Stays for reading until there are others. */
export type Contest = {
  readonly change: number;
  readonly asked: number;
  readonly merge: boolean;
  readonly entries: readonly BuildEntry[];
  /** When it goes on without the builds that nobody can take, or judge; null while somebody is at work. */
  readonly patienceUntil: number | null;
  /** `dropped`: something newer took its place. `empty`: none of the builds came to anything. */
  readonly end: 'chosen' | 'empty' | 'dropped' | null;
  readonly choice: { readonly ticket: string; readonly text: string } | null;
};

/** What work has cost. `unknown` holdings never said what they cost in money: the sum is at least so much. */
export type Cost = {
  readonly usd: number;
  readonly tokens: number;
  readonly ms: number;
  readonly unknown: number;
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
  /** Added to what its tickets have by themselves. */
  readonly priority: number;
  readonly present: boolean;
  readonly spec: SpecFact | null;
  readonly unknown: string | null;
  readonly changes: number;
  readonly change: Change | null;
  readonly pending: Pending;
  readonly settings: ServiceSettings;
  /** Several builds of a change that are made side by side, or were last. */
  readonly contest: Contest | null;
  readonly spent: {
    /** The change that `change` is the cost of. */
    readonly n: number;
    readonly change: Cost;
    readonly service: Cost;
    /** Holdings that are not over, and what they used so far. */
    readonly holdings: readonly {
      readonly ticket: string;
      readonly token: number;
      readonly change: number;
      readonly used: Usage | null;
    }[];
  };
  /** The line's open ticket; a second one is never opened while this is here. */
  readonly ticket: {
    readonly id: string;
    readonly kind: TicketKind;
    readonly token: number;
    readonly session: string | null;
    readonly openedAt: number;
    readonly note: string | null;
    /** False for a tester who is the builder itself: in a fresh context, since there is no other. */
    readonly separate: boolean;
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
    /** Releases that served, the newest first, with the one that serves; as many as are kept. */
    readonly history: readonly ServedRelease[];
    /** Where an operator wants it to go, while it goes there; null on the ladder's own way back. */
    readonly asked: { readonly to: ServedRelease; readonly by: string; readonly reason: string } | null;
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
