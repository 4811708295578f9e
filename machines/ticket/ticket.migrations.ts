import type { Migration } from '../migrate.ts';

/** Steps from each released version of the ticket machine to the next. */
export const ticketMigrations: readonly Migration[] = [withWhatIsNew];

const newFields = { barred: [], beside: [] };

/** Version 2 knows what version 1 had no word for; nothing of that had happened yet. */
function withWhatIsNew(stored: Parameters<Migration>[0]): ReturnType<Migration> {
  return { ...stored, context: { ...newFields, ...stored.context } };
}
