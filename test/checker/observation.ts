import type { EventRow, OutboxRow, StreamId } from '../../src/store/store.port.ts';

/**
 * What one level of testing saw, told in the order it happened: the simulation tells it while it runs, the crash matrix
 * and chaos read it from the database and from what their processes wrote down.
 */
export type Observation =
  /** One transaction, as the journal has it. */
  | { readonly what: 'committed'; readonly rows: readonly EventRow[] }
  /** A caller was told that its event is durable under this number, and that it was used. */
  | { readonly what: 'acknowledged'; readonly stream: StreamId; readonly seq: number; readonly type: string }
  /** An effect reached the adapter that does it. */
  | { readonly what: 'performed'; readonly stream: StreamId; readonly effect: { readonly type: string } }
  | {
      readonly what: 'submission-answered';
      readonly ticket: string;
      readonly token: number;
      readonly commit: string;
      readonly accepted: boolean;
    }
  /** A session's heartbeat for this holding was answered well. */
  | { readonly what: 'beat'; readonly session: string; readonly ticket: string; readonly token: number }
  /** A session's process is gone: what it held may end as soon as it registers again. */
  | { readonly what: 'session-ended'; readonly session: string }
  /** A gate really ran on this commit and came out like this. */
  | {
      readonly what: 'verified';
      readonly service: string;
      readonly gate: string;
      readonly commit: string;
      readonly verdict: string;
      /** Name of the record, where one was written. */
      readonly record?: string | undefined;
      /** Of what the commit would run. */
      readonly digest?: string | undefined;
    }
  | {
      readonly what: 'deploy-began';
      readonly service: string;
      readonly release: string;
      readonly commit: string;
      readonly record: string;
    }
  | { readonly what: 'deploy-ended'; readonly service: string; readonly release: string }
  /** From now on these bytes answer for the service. */
  | { readonly what: 'serves'; readonly service: string; readonly release: string; readonly commit: string }
  /** A coordinator began: for one lease time nobody is called dead. */
  | { readonly what: 'coordinator-started' }
  /** Redis was away, the machine slept or the clock jumped: likewise. */
  | { readonly what: 'disturbed' };

/** How things stand when all is over. */
export type Ending = {
  /** What the database keeps of each machine, final ones too. */
  readonly snapshots: Iterable<{ readonly stream: StreamId; readonly snapshot: unknown }>;
  /** Every open ticket nobody holds, with what `andon why` says. */
  readonly waiting: readonly { readonly ticket: string; readonly reasons: readonly string[] }[];
  /** Boards that followed deltas through drops and reconnects, beside the views of the coordinator. */
  readonly boards: readonly { readonly name: string; readonly shown: unknown; readonly truth: unknown }[];
  /** What is still there and should not be: processes, directories, locks, connections, one sentence each. */
  readonly leaks: readonly string[];
  /** What the database still owes to the outside, where it was read. */
  readonly owed?: Iterable<OutboxRow>;
  /** The whole journal as the database has it, where it was read: what was told of it must be there unchanged. */
  readonly journal?: Iterable<EventRow>;
  /** True when all faults were over for long enough: every service must be at an end then, or blocked with a reason. */
  readonly settled: boolean;
};

/** One promise that was broken, where, and how. */
export type Violation = { readonly promise: string; readonly seq: number; readonly text: string };
