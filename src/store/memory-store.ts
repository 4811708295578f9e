import { AndonError } from '../errors.ts';
import { checkSequence } from './check-sequence.ts';
import { inPages } from './in-pages.ts';
import type {
  EventQuery,
  EventRow,
  OutboxRow,
  SnapshotRow,
  Store,
  StreamId,
  TimerRow,
} from './store.port.ts';

/**
 * A store that forgets: for simulation and tests. What goes in is copied, so that nobody can change it afterwards.
 * It survives a coordinator that is dropped, as the database survives a killed one.
 */
export function createMemoryStore(): Store {
  const events: EventRow[] = [];
  const snapshots = new Map<StreamId, SnapshotRow>();
  const outbox = new Map<string, OutboxRow>();
  const timers = new Map<string, TimerRow>();
  const facts = new Map<string, string>();
  let closed = false;

  const timerKey = (stream: StreamId, timer: string) => JSON.stringify([stream, timer]);
  const last = () => events.at(-1)?.seq ?? 0;
  const assertOpen = () => {
    if (closed) throw new AndonError('STORE_FAILED', 'The store is closed; nothing was written.');
  };

  const select = (query: EventQuery): EventRow[] => {
    const { limit = Number.POSITIVE_INFINITY, newestFirst = false } = query;
    const found = events.filter((row) => isAsked(row, query));
    if (newestFirst) found.reverse();
    return structuredClone(found.slice(0, limit));
  };

  return {
    lastSeq: last,

    async commit(batch) {
      assertOpen();
      checkSequence(last(), batch.events);
      const ids = new Set<string>();
      for (const { id } of batch.outbox) {
        if (outbox.has(id) || ids.has(id)) {
          throw new AndonError('STORE_FAILED', `The effect ${id} is owed already; nothing was written.`);
        }
        ids.add(id);
      }
      const copy = structuredClone(batch);
      events.push(...copy.events);
      for (const row of copy.snapshots) snapshots.set(row.stream, row);
      for (const row of copy.outbox) outbox.set(row.id, row);
      for (const row of copy.cancelledTimers) timers.delete(timerKey(row.stream, row.timer));
      for (const row of copy.timers) timers.set(timerKey(row.stream, row.timer), row);
      const over = new Set(copy.snapshots.filter((row) => row.final).map((row) => row.stream));
      for (const [key, row] of timers) if (over.has(row.stream)) timers.delete(key);
    },

    events: select,
    eachEvent: (query, take) => inPages(query, select, last(), take),

    activeSnapshots() {
      return structuredClone([...snapshots.values()].filter((row) => !row.final)).sort((a, b) =>
        a.stream < b.stream ? -1 : 1,
      );
    },

    snapshot: (stream) => structuredClone(snapshots.get(stream)),
    owedEffects: () => structuredClone([...outbox.values()]),

    async markPerformed(ids) {
      assertOpen();
      for (const id of ids) outbox.delete(id);
    },

    timers: () => structuredClone([...timers.values()]).sort((a, b) => a.dueAt - b.dueAt),
    get: (key) => facts.get(key),
    put(key, value) {
      assertOpen();
      facts.set(key, value);
    },
    remove(key) {
      assertOpen();
      facts.delete(key);
    },
    keys: (prefix) => [...facts.keys()].filter((key) => key.startsWith(prefix)).sort(),

    async backup() {
      throw new AndonError('STORE_FAILED', 'A store in memory has nothing on disk to copy.');
    },

    close() {
      closed = true;
    },
  };
}

function isAsked({ seq, at, stream, event }: EventRow, query: EventQuery): boolean {
  const { after = 0, upTo = seq, from = at, until = at + 1, kind, types } = query;
  return (
    seq > after &&
    seq <= upTo &&
    at >= from &&
    at < until &&
    (query.stream ?? stream) === stream &&
    (kind === undefined || stream.startsWith(`${kind}/`)) &&
    (types?.includes(event.type) ?? true)
  );
}
