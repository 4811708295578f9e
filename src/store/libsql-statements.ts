import type Database from 'libsql';

/** Every statement the store runs, prepared once. */
export function prepareStatements(database: Database.Database) {
  const prepare = (sql: string) => database.prepare<(string | number | null)[]>(sql);
  return {
    insertEvent: prepare(
      'INSERT INTO events (seq, at, stream, version, event, sum, after) VALUES (?, ?, ?, ?, ?, ?, ?)',
    ),
    upsertSnapshot: prepare(
      `INSERT INTO snapshots (stream, version, seq, final, snapshot, sum) VALUES (?, ?, ?, ?, ?, ?)
       ON CONFLICT (stream) DO UPDATE SET version = excluded.version, seq = excluded.seq,
         final = excluded.final, snapshot = excluded.snapshot, sum = excluded.sum`,
    ),
    insertEffect: prepare('INSERT INTO outbox (id, stream, effect, sum) VALUES (?, ?, ?, ?)'),
    deleteEffect: prepare('DELETE FROM outbox WHERE id = ?'),
    upsertTimer: prepare(
      `INSERT INTO timers (stream, timer, due_at) VALUES (?, ?, ?)
       ON CONFLICT (stream, timer) DO UPDATE SET due_at = excluded.due_at`,
    ),
    deleteTimer: prepare('DELETE FROM timers WHERE stream = ? AND timer = ?'),
    deleteTimers: prepare('DELETE FROM timers WHERE stream = ?'),
    putFact: prepare(
      `INSERT INTO facts (key, value, sum) VALUES (?, ?, ?)
       ON CONFLICT (key) DO UPDATE SET value = excluded.value, sum = excluded.sum`,
    ),
    epoch: prepare('SELECT epoch FROM writer'),
    putEpoch: prepare('UPDATE writer SET epoch = ?'),
    // The page is written although nothing in it changes.
    tryWriting: prepare('UPDATE writer SET epoch = epoch'),
    removeFact: prepare('DELETE FROM facts WHERE key = ?'),

    lastSeq: prepare('SELECT max(seq) AS seq FROM events'),
    activeSnapshots: prepare('SELECT * FROM snapshots WHERE final = 0 ORDER BY stream'),
    snapshot: prepare('SELECT * FROM snapshots WHERE stream = ?'),
    effects: prepare('SELECT id, stream, effect, sum FROM outbox ORDER BY n'),
    timers: prepare('SELECT stream, timer, due_at FROM timers ORDER BY due_at'),
    fact: prepare('SELECT value, sum FROM facts WHERE key = ?'),
    // A range instead of LIKE: keys may hold % and _, and the primary key serves the range.
    factKeys: prepare('SELECT key FROM facts WHERE key >= ? AND substr(key, 1, length(?)) = ? ORDER BY key'),
    vacuumInto: prepare('VACUUM INTO ?'),
  };
}
