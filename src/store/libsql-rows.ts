import type { EventRow, OutboxRow, SnapshotRow, StreamId, TimerRow } from './store.port.ts';

export type StoredEvent = { seq: number; at: number; stream: StreamId; version: number; event: string };
export type StoredSnapshot = {
  stream: StreamId;
  version: number;
  seq: number;
  final: number;
  snapshot: string;
};
export type StoredEffect = { id: string; stream: StreamId; effect: string };
export type StoredTimer = { stream: StreamId; timer: string; due_at: number };

export function eventOf(row: StoredEvent): EventRow {
  return {
    seq: row.seq,
    at: row.at,
    stream: row.stream,
    version: row.version,
    event: JSON.parse(row.event),
  };
}

export function snapshotOf(row: StoredSnapshot): SnapshotRow {
  return {
    stream: row.stream,
    version: row.version,
    seq: row.seq,
    snapshot: JSON.parse(row.snapshot),
    final: row.final === 1,
  };
}

export function effectOf(row: StoredEffect): OutboxRow {
  return { id: row.id, stream: row.stream, effect: JSON.parse(row.effect) };
}

export function timerOf(row: StoredTimer): TimerRow {
  return { stream: row.stream, timer: row.timer, dueAt: row.due_at };
}
