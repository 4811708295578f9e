import type { Batch, EventRow, StreamId } from '../../src/store/store.port.ts';

export function batch(parts: Partial<Batch>): Batch {
  return { events: [], snapshots: [], outbox: [], timers: [], cancelledTimers: [], ...parts };
}

export function event(seq: number, stream: StreamId = 'service/a', type = 'SpecChanged'): EventRow {
  return { seq, at: 1_000 + seq, stream, version: 1, event: { type }, after: null };
}
