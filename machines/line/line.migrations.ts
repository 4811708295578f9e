import type { Migration } from '../migrate.ts';

/** Steps from each released version of the line machine to the next. */
export const lineMigrations: readonly Migration[] = [];
