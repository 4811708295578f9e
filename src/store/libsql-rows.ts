import { checked } from './check-sum.ts';
import type { EventRow, OutboxRow, SnapshotRow, StreamId, TimerRow } from './store.port.ts';

/** Of the text; null in rows written before there were sums. */
type Sum = number | null;

export type StoredEvent = {
  seq: number;
  at: number;
  stream: StreamId;
  version: number;
  event: string;
  sum: Sum;
  after: string | null;
};
export type StoredSnapshot = {
  stream: StreamId;
  version: number;
  seq: number;
  final: number;
  snapshot: string;
  sum: Sum;
};
export type StoredEffect = { id: string; stream: StreamId; effect: string; sum: Sum };
export type StoredFact = { value: string; sum: Sum };
export type StoredTimer = { stream: StreamId; timer: string; due_at: number };

export function eventOf(row: StoredEvent): EventRow {
  return {
    seq: row.seq,
    at: row.at,
    stream: row.stream,
    version: row.version,
    event: JSON.parse(checked(row.event, row.sum, `event ${row.seq}`, row.after)),
    after: row.after,
  };
}

export function snapshotOf(row: StoredSnapshot): SnapshotRow {
  return {
    stream: row.stream,
    version: row.version,
    seq: row.seq,
    snapshot: JSON.parse(checked(row.snapshot, row.sum, `the state of ${row.stream}`)),
    final: row.final === 1,
  };
}

export function effectOf(row: StoredEffect): OutboxRow {
  return {
    id: row.id,
    stream: row.stream,
    effect: JSON.parse(checked(row.effect, row.sum, `effect ${row.id}`)),
  };
}

export function timerOf(row: StoredTimer): TimerRow {
  return { stream: row.stream, timer: row.timer, dueAt: row.due_at };
}

export function factOf(key: string, row: StoredFact): string {
  return checked(row.value, row.sum, `the fact ${key}`);
}
