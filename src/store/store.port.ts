import type { MachineKind } from '../../machines/step.ts';

/**
 * The database of a home: the only truth. One transaction writes events, snapshots, outbox rows and timers together;
 * when `commit` resolves, all of it is on disk and will be there after a SIGKILL or a power cut; when it rejects,
 * none of it is (`STORE_FAILED`).
 */
export type StreamId = `service/${string}` | `ticket/${string}` | `session/${string}` | `line/${string}`;

export type EventRow = {
  /** Global sequence number; rises by one, starts at 1. */
  readonly seq: number;
  readonly at: number;
  readonly stream: StreamId;
  /** Version of the stream's machine that took it. */
  readonly version: number;
  readonly event: { readonly type: string };
  /** What the machine was in after it, as `afterOf` writes it; null in rows of older databases. */
  readonly after: string | null;
};

export type SnapshotRow = {
  readonly stream: StreamId;
  readonly version: number;
  /** The last event folded into it. */
  readonly seq: number;
  readonly snapshot: unknown;
  /** True when the machine is done and needs not be in memory any more; its timers go with it. */
  readonly final: boolean;
};

export type OutboxRow = {
  /** `e-<seq>-<index>`. */
  readonly id: string;
  readonly stream: StreamId;
  readonly effect: { readonly type: string };
};

export type TimerRow = {
  /** Unique with the stream. */
  readonly timer: string;
  readonly stream: StreamId;
  readonly dueAt: number;
};

export type Batch = {
  readonly events: readonly EventRow[];
  readonly snapshots: readonly SnapshotRow[];
  readonly outbox: readonly OutboxRow[];
  readonly timers: readonly TimerRow[];
  readonly cancelledTimers: readonly { readonly stream: StreamId; readonly timer: string }[];
};

export type EventQuery = {
  readonly stream?: StreamId;
  /** Only streams of this kind of machine. */
  readonly kind?: MachineKind;
  /** Only events of these types. */
  readonly types?: readonly string[];
  /** Only events with a larger sequence number. */
  readonly after?: number;
  /** Only events with this sequence number or a smaller one. */
  readonly upTo?: number;
  /** Only what was journaled at this moment or later, epoch milliseconds. */
  readonly from?: number;
  /** Only what was journaled before this moment, epoch milliseconds. */
  readonly until?: number;
  readonly limit?: number;
  /** Newest first. */
  readonly newestFirst?: boolean;
};

/** A query that is read to its end, oldest first. */
export type PagedQuery = Omit<EventQuery, 'limit' | 'newestFirst'>;

export interface Store {
  /** Sequence number of the last committed event; 0 for a new home. */
  lastSeq(): number;
  commit(batch: Batch): Promise<void>;
  events(query: EventQuery): EventRow[];
  /** Hands over every event of a query, in order, a page at a time; others get their turn in between. */
  eachEvent(query: PagedQuery, take: (row: EventRow) => void): Promise<void>;
  /** Snapshots of all machines that are not final. */
  activeSnapshots(): Iterable<SnapshotRow>;
  snapshot(stream: StreamId): SnapshotRow | undefined;
  /** Effects committed and not yet performed, in the order they were committed. */
  owedEffects(): OutboxRow[];
  markPerformed(ids: readonly string[]): Promise<void>;
  timers(): TimerRow[];
  /** Small facts of the shell that are no events (home id, spec text by hash, what write-back wrote). Durable. */
  get(key: string): string | undefined;
  put(key: string, value: string): void;
  remove(key: string): void;
  /** Keys with this prefix, sorted. */
  keys(prefix: string): string[];
  /** A consistent copy of the whole database at `path`, made while running. */
  backup(path: string): Promise<void>;
  close(): void;
}
