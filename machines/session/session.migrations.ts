import type { Migration } from '../migrate.ts';
import { neverRegistered } from './never-registered.ts';

/** Steps from each released version of the session machine to the next. */
export const sessionMigrations: readonly Migration[] = [withWhatIsNew];

/** Version 2 knows what version 1 had no word for; nothing of that had happened yet, but that it may be draining. */
function withWhatIsNew(stored: Parameters<Migration>[0]): ReturnType<Migration> {
  const drained = stored.value === 'draining';
  return { ...stored, context: { ...neverRegistered, drained, ...stored.context } };
}
