import type { Migration } from '../migrate.ts';
import { nothingYet } from './line.initial.ts';

/** Steps from each released version of the line machine to the next. */
export const lineMigrations: readonly Migration[] = [withWhatIsNew];

/** Version 2 knows what version 1 had no word for; nothing of that had happened yet. */
function withWhatIsNew(stored: Parameters<Migration>[0]): ReturnType<Migration> {
  return { ...stored, context: { ...nothingYet, ...stored.context } };
}
