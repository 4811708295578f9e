import type { Migration } from '../migrate.ts';

/** Steps from each released version of the session machine to the next. */
export const sessionMigrations: readonly Migration[] = [];
