import { rename, rm } from 'node:fs/promises';
import Database from 'libsql';
import { AndonError, messageOf } from '../errors.ts';
import { faultPoint } from '../fault-points.ts';
import { checkSequence } from './check-sequence.ts';
import {
  effectOf,
  eventOf,
  type StoredEffect,
  type StoredEvent,
  type StoredSnapshot,
  type StoredTimer,
  snapshotOf,
  timerOf,
} from './libsql-rows.ts';
import { prepareStatements } from './libsql-statements.ts';
import { createTransaction } from './libsql-transaction.ts';
import { migrate } from './migrate.ts';
import { selectRows } from './select-rows.ts';
import type { EventQuery, Store } from './store.port.ts';

/** SQLite reads a negative limit as none. */
const NO_LIMIT = -1;
/** How long a write waits for somebody else's lock on the file (a person's `sqlite3`), milliseconds. */
const BUSY_MS = 2_000;

/**
 * Opens (or makes) the database file of a home and brings its schema up to date. Write-ahead log with a full sync per
 * commit. Throws `STORE_FAILED` when it cannot be opened, `NEWER_HOME` when a newer Andon wrote it.
 */
export function openLibsqlStore(file: string): Store {
  const database = open(file);
  const statement = prepareStatements(database);
  const transaction = createTransaction(database);
  let last = selectRows<{ seq: number | null }>(statement.lastSeq)[0]?.seq ?? 0;

  return {
    lastSeq: () => last,

    async commit(batch) {
      const next = checkSequence(last, batch.events);
      faultPoint('store.commit.before');
      transaction(() => {
        for (const { seq, at, stream, version, event } of batch.events) {
          statement.insertEvent.run(seq, at, stream, version, JSON.stringify(event));
        }
        for (const { stream, version, seq, final, snapshot } of batch.snapshots) {
          statement.upsertSnapshot.run(stream, version, seq, final ? 1 : 0, JSON.stringify(snapshot));
        }
        for (const { id, stream, effect } of batch.outbox) {
          statement.insertEffect.run(id, stream, JSON.stringify(effect));
        }
        for (const { stream, timer } of batch.cancelledTimers) statement.deleteTimer.run(stream, timer);
        for (const { stream, timer, dueAt } of batch.timers) statement.upsertTimer.run(stream, timer, dueAt);
        faultPoint('store.commit.written');
        for (const { stream, final } of batch.snapshots) if (final) statement.deleteTimers.run(stream);
      });
      last = next;
      faultPoint('store.commit.after');
    },

    events(query) {
      return selectEvents(query).map(eventOf);
    },

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

    get: (key) => selectRows<{ value: string }>(statement.fact, key)[0]?.value,
    put: (key, value) => transaction(() => statement.putFact.run(key, value)),
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

    close() {
      if (database.open) database.close();
    },
  };

  function selectEvents({ stream, after = 0, limit = NO_LIMIT, newestFirst = false }: EventQuery) {
    if (stream === undefined) {
      return selectRows<StoredEvent>(newestFirst ? statement.eventsDown : statement.eventsUp, after, limit);
    }
    const ofStream = newestFirst ? statement.streamDown : statement.streamUp;
    return selectRows<StoredEvent>(ofStream, stream, after, limit);
  }
}

function open(file: string): Database.Database {
  let database: Database.Database | undefined;
  try {
    database = new Database(file);
    database.exec(`PRAGMA busy_timeout = ${BUSY_MS}`);
    database.exec('PRAGMA journal_mode = WAL');
    database.exec('PRAGMA synchronous = FULL');
    migrate(database);
    return database;
  } catch (error) {
    database?.close();
    if (error instanceof AndonError) throw error;
    throw new AndonError(
      'STORE_FAILED',
      `The database ${file} could not be opened: ${messageOf(error)}`,
      {},
      { cause: error },
    );
  }
}
