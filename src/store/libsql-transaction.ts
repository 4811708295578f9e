import type Database from 'libsql';
import { AndonError, messageOf } from '../errors.ts';

/** Runs `work` in one transaction: all of it is on disk when this returns, none of it when this throws. */
export type Transaction = (work: () => void) => void;

export type TransactionOptions = {
  /** Run first in each transaction; what it throws as an `AndonError` ends all writing through this connection. */
  readonly guard: () => void;
  /** Hears why nothing is accepted, and null once something is again. */
  readonly onProblem: (problem: string | null) => void;
  /** Hears once that the guard ended all writing, and why. */
  readonly onEnded: (why: string) => void;
};

/**
 * After a failed fsync nobody knows what is on disk (a later fsync may succeed without having written the lost
 * pages), so from the first I/O error on nothing is accepted until the process starts again and recovers the log. A full
 * disk is no such error: SQLite has taken back what it wrote, and the next transaction may succeed.
 */
export function createTransaction(database: Database.Database, options: TransactionOptions): Transaction {
  let ended: AndonError | undefined;
  let problem: string | null = null;

  const tell = (text: string | null): void => {
    if (text === problem) return;
    problem = text;
    options.onProblem(text);
  };

  const end = (reason: string, cause: unknown): AndonError => {
    ended = new AndonError(
      'STORE_FAILED',
      `The database had an I/O error (${reason}) and accepts nothing more; check the disk and start Andon again.`,
      {},
      { cause },
    );
    tell(ended.message);
    return new AndonError(
      'STORE_FAILED',
      `The database had an I/O error (${reason}): whether this was written shows at the next start. Check the disk and start Andon again; until then nothing is accepted.`,
      {},
      { cause },
    );
  };

  const failed = (error: unknown): AndonError => {
    if (error instanceof AndonError) return error;
    const code = error instanceof Error && 'code' in error ? String(error.code) : '';
    const reason = messageOf(error);
    if (code.startsWith('SQLITE_IOERR') || code === 'SQLITE_CORRUPT') return end(reason, error);
    tell(
      `The database refuses to write (${reason}): nothing is accepted until that is over. Check the disk’s space and rights; work goes on by itself.`,
    );
    return new AndonError(
      'STORE_FAILED',
      `The database refused to write (${reason}); nothing was accepted. Check the disk’s space and rights, then try again.`,
      code === '' ? {} : { sqlite: code },
      { cause: error },
    );
  };

  return (work) => {
    if (ended !== undefined) throw ended;
    let guarded = false;
    try {
      database.exec('BEGIN IMMEDIATE');
      options.guard();
      guarded = true;
      work();
      database.exec('COMMIT');
    } catch (error) {
      if (!guarded && error instanceof AndonError) {
        ended = error;
        tell(error.message);
        options.onEnded(error.message);
      }
      try {
        if (database.open && database.inTransaction) database.exec('ROLLBACK');
      } catch (rollback) {
        throw end(messageOf(rollback), rollback);
      }
      throw failed(error);
    }
    tell(null);
  };
}
