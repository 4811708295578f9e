import type Database from 'libsql';
import { AndonError, messageOf } from '../errors.ts';

/** Runs `work` in one transaction: all of it is on disk when this returns, none of it when this throws. */
export type Transaction = (work: () => void) => void;

/**
 * After a failed fsync nobody knows what is on disk (a later fsync may succeed without having written the lost
 * pages), so from the first I/O error on nothing is accepted until the process starts again and recovers the log.
 */
export function createTransaction(database: Database.Database): Transaction {
  let broken: string | undefined;

  const failed = (error: unknown): AndonError => {
    if (error instanceof AndonError) return error;
    const code = error instanceof Error && 'code' in error ? String(error.code) : '';
    if (code.startsWith('SQLITE_IOERR') || code === 'SQLITE_CORRUPT') broken = messageOf(error);
    return new AndonError(
      'STORE_FAILED',
      `The database refused to write (${messageOf(error)}); nothing was accepted. Check the disk’s space and rights, then try again.`,
      code === '' ? {} : { sqlite: code },
      { cause: error },
    );
  };

  return (work) => {
    if (broken !== undefined) {
      throw new AndonError(
        'STORE_FAILED',
        `The database had an I/O error (${broken}) and accepts nothing more; check the disk and start Andon again.`,
      );
    }
    try {
      database.exec('BEGIN IMMEDIATE');
      work();
      database.exec('COMMIT');
    } catch (error) {
      try {
        if (database.open && database.inTransaction) database.exec('ROLLBACK');
      } catch (rollback) {
        broken = messageOf(rollback);
      }
      throw failed(error);
    }
  };
}
