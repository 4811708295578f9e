import type { Migration } from '../migrate.ts';

/** Steps from each released version of the service machine to the next. */
export const serviceMigrations: readonly Migration[] = [];
