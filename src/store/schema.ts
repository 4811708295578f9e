/**
 * Steps of the database schema; step n brings version n-1 to version n. A released step is never edited:
 * databases in the field have run it. Add the next one, with a fixture of the version before it in the tests.
 */
export const schemaSteps: readonly string[] = [
  `
  CREATE TABLE events (
    seq INTEGER PRIMARY KEY,
    at INTEGER NOT NULL,
    stream TEXT NOT NULL,
    version INTEGER NOT NULL,
    event TEXT NOT NULL
  ) STRICT;
  CREATE INDEX events_by_stream ON events (stream, seq);

  CREATE TABLE snapshots (
    stream TEXT PRIMARY KEY,
    version INTEGER NOT NULL,
    seq INTEGER NOT NULL,
    final INTEGER NOT NULL,
    snapshot TEXT NOT NULL
  ) STRICT;
  CREATE INDEX snapshots_active ON snapshots (stream) WHERE final = 0;

  CREATE TABLE outbox (
    n INTEGER PRIMARY KEY AUTOINCREMENT,
    id TEXT NOT NULL UNIQUE,
    stream TEXT NOT NULL,
    effect TEXT NOT NULL
  ) STRICT;

  CREATE TABLE timers (
    stream TEXT NOT NULL,
    timer TEXT NOT NULL,
    due_at INTEGER NOT NULL,
    PRIMARY KEY (stream, timer)
  ) STRICT, WITHOUT ROWID;

  CREATE TABLE facts (
    key TEXT PRIMARY KEY,
    value TEXT NOT NULL
  ) STRICT, WITHOUT ROWID;
  `,
  // Sums of the texts, to tell a bit that changed on the disk; null for what was written before. The number of the writer.
  `
  ALTER TABLE events ADD COLUMN sum INTEGER;
  ALTER TABLE snapshots ADD COLUMN sum INTEGER;
  ALTER TABLE outbox ADD COLUMN sum INTEGER;
  ALTER TABLE facts ADD COLUMN sum INTEGER;
  CREATE TABLE writer (one INTEGER PRIMARY KEY CHECK (one = 1), epoch INTEGER NOT NULL) STRICT;
  INSERT INTO writer (one, epoch) VALUES (1, 0);
  `,
  // What the machine was in after the event; null for what was written before.
  `
  ALTER TABLE events ADD COLUMN after TEXT;
  `,
];
