import Database from 'libsql';
import { AndonError, messageOf } from '../errors.ts';
import { checkLog } from './check-log.ts';
import { checkVersions } from './check-versions.ts';
import { damaged } from './damaged.ts';
import { checkSchema, migrate } from './migrate.ts';
import { selectRows } from './select-rows.ts';

/** How long a write waits for somebody else's lock on the file (a person's `sqlite3`), milliseconds. */
const BUSY_MS = 2_000;

/**
 * Opens the database of a home, or makes it. What is damaged or of a newer Andon is refused before anything is written.
 * What a crash left in the log is put into the database and synced first: the pages it was read from may not be on the
 * disk yet, and everything from now on builds on them.
 */
export function openDatabase(file: string): Database.Database {
  let database: Database.Database | undefined;
  try {
    checkLog(file);
    database = new Database(file);
    database.exec(`PRAGMA busy_timeout = ${BUSY_MS}`);
    checkPages(database);
    checkSchema(database);
    checkVersions(database);
    database.exec('PRAGMA journal_mode = WAL');
    database.exec('PRAGMA synchronous = FULL');
    migrate(database);
    database.exec('PRAGMA wal_checkpoint(TRUNCATE)');
    return database;
  } catch (error) {
    if (database?.open) database.close();
    if (error instanceof AndonError) throw error;
    const code = error instanceof Error && 'code' in error ? String(error.code) : '';
    if (code === 'SQLITE_CORRUPT' || code === 'SQLITE_NOTADB') throw damaged(messageOf(error));
    throw new AndonError(
      'STORE_FAILED',
      `The database ${file} could not be opened: ${messageOf(error)}`,
      {},
      { cause: error },
    );
  }
}

/** The structure of every page; what the pages say is held by sums of its own, checked as it is read. */
function checkPages(database: Database.Database): void {
  const rows = selectRows<{ quick_check: string }>(database.prepare('PRAGMA quick_check(3)'));
  const problems = rows.map((row) => row.quick_check).filter((text) => text !== 'ok');
  if (problems.length > 0) throw damaged(problems.join('; '));
}
