import { AndonError } from '../errors.ts';

/** The database is not what was written, and what people do about it. */
export function damaged(what: string): AndonError {
  return new AndonError(
    'HOME_DAMAGED',
    `The database of this home is damaged: ${what}. Nothing was changed. Keep it aside (move andon.db, andon.db-wal and andon.db-shm elsewhere), put the andon.db of your newest \`andon backup\` there, and start again; then look after the disk.`,
  );
}
