import { rename, rm } from 'node:fs/promises';
import { AndonError, messageOf } from '../errors.ts';
import { faultPoint } from '../fault-points.ts';
import { checkSequence } from './check-sequence.ts';
import { sumOf } from './check-sum.ts';
import { eventSelector } from './event-selector.ts';
import { inPages } from './in-pages.ts';
import {
  effectOf,
  factOf,
  type StoredEffect,
  type StoredFact,
  type StoredSnapshot,
  type StoredTimer,
  snapshotOf,
  timerOf,
} from './libsql-rows.ts';
import { prepareStatements } from './libsql-statements.ts';
import { createTransaction } from './libsql-transaction.ts';
import { openDatabase } from './open-database.ts';
import { selectRows } from './select-rows.ts';
import type { Store } from './store.port.ts';
import { WriterEpoch } from './writer-epoch.ts';

export type LibsqlStore = Store & {
  /** Why nothing is accepted now, for people; null while all is well. */
  problem(): string | null;
};

export type LibsqlStoreOptions = {
  /** Hears each change of `problem`. */
  readonly onProblem?: (problem: string | null) => void;
  /** Hears once that another coordinator has opened the database: this process writes nothing more and should end. */
  readonly onSuperseded?: (why: string) => void;
};

/** How often writing is tried while the disk refuses it, milliseconds. */
const RETRY_MS = 1_000;

/**
 * Opens (or makes) the database file of a home and brings its schema up to date. Write-ahead log with a full sync per
 * commit. Throws `STORE_FAILED` when it cannot be opened, `NEWER_HOME` when a newer Andon wrote it, `HOME_DAMAGED` when
 * it is not what was written.
 */
export function openLibsqlStore(
  file: string,
  { onProblem = () => {}, onSuperseded = () => {} }: LibsqlStoreOptions = {},
): LibsqlStore {
  const database = openDatabase(file);
  const statement = prepareStatements(database);
  const fact = (key: string): string | undefined => {
    const row = selectRows<StoredFact>(statement.fact, key)[0];
    return row && factOf(key, row);
  };
  const epoch = new WriterEpoch({
    get: () => selectRows<{ epoch: number }>(statement.epoch)[0]?.epoch ?? 0,
    put: (value) => void statement.putEpoch.run(value),
  });
  const selectEvents = eventSelector(database);
  let problem: string | null = null;
  let retry: NodeJS.Timeout | undefined;
  const transaction = createTransaction(database, {
    guard: () => epoch.check(),
    onEnded: onSuperseded,
    onProblem(text) {
      problem = text;
      // Nothing may be written for a long time: what is over is found by trying.
      clearInterval(retry);
      if (text !== null) retry = setInterval(tryAgain, RETRY_MS).unref();
      onProblem(text);
    },
  });
  const tryAgain = () => {
    try {
      transaction(() => void statement.tryWriting.run());
    } catch {
      // It is not over; `problem` says so.
    }
  };
  try {
    epoch.take(transaction);
  } catch (error) {
    clearInterval(retry);
    database.close();
    throw error;
  }
  let last = selectRows<{ seq: number | null }>(statement.lastSeq)[0]?.seq ?? 0;

  return {
    lastSeq: () => last,

    async commit(batch) {
      const next = checkSequence(last, batch.events);
      faultPoint('store.commit.before');
      transaction(() => {
        for (const { seq, at, stream, version, event, after } of batch.events) {
          const text = JSON.stringify(event);
          statement.insertEvent.run(seq, at, stream, version, text, sumOf(text, after), after);
        }
        for (const { stream, version, seq, final, snapshot } of batch.snapshots) {
          const text = JSON.stringify(snapshot);
          statement.upsertSnapshot.run(stream, version, seq, final ? 1 : 0, text, sumOf(text));
        }
        for (const { id, stream, effect } of batch.outbox) {
          const text = JSON.stringify(effect);
          statement.insertEffect.run(id, stream, text, sumOf(text));
        }
        for (const { stream, timer } of batch.cancelledTimers) statement.deleteTimer.run(stream, timer);
        for (const { stream, timer, dueAt } of batch.timers) statement.upsertTimer.run(stream, timer, dueAt);
        for (const { stream, final } of batch.snapshots) if (final) statement.deleteTimers.run(stream);
        faultPoint('store.commit.written');
      });
      last = next;
      faultPoint('store.commit.after');
    },

    events: selectEvents,
    eachEvent: (query, take) => inPages(query, selectEvents, last, take),

    *activeSnapshots() {
      for (const row of selectRows<StoredSnapshot>(statement.activeSnapshots)) yield snapshotOf(row);
    },

    snapshot(stream) {
      const row = selectRows<StoredSnapshot>(statement.snapshot, stream)[0];
      return row && snapshotOf(row);
    },

    owedEffects: () => selectRows<StoredEffect>(statement.effects).map(effectOf),

    async markPerformed(ids) {
      if (ids.length === 0) return;
      faultPoint('store.mark.before');
      transaction(() => {
        for (const id of ids) statement.deleteEffect.run(id);
      });
      faultPoint('store.mark.after');
    },

    timers: () => selectRows<StoredTimer>(statement.timers).map(timerOf),

    get: fact,
    put: (key, value) => transaction(() => void statement.putFact.run(key, value, sumOf(value))),
    remove: (key) => transaction(() => statement.removeFact.run(key)),
    keys: (prefix) =>
      selectRows<{ key: string }>(statement.factKeys, prefix, prefix, prefix).map((row) => row.key),

    async backup(path) {
      const part = `${path}.part`;
      try {
        await rm(part, { force: true });
        statement.vacuumInto.run(part);
        await rename(part, path);
      } catch (error) {
        await rm(part, { force: true });
        throw new AndonError(
          'STORE_FAILED',
          `The database could not be copied to ${path}: ${messageOf(error)}`,
          {},
          { cause: error },
        );
      }
    },

    problem: () => problem,

    close() {
      clearInterval(retry);
      if (!database.open) return;
      try {
        // What is in the log alone is put into the database, so that its file is whole for whoever copies it.
        database.exec('PRAGMA wal_checkpoint(TRUNCATE)');
      } catch {
        // The log keeps it, and the next start puts it there.
      }
      database.close();
    },
  };
}
