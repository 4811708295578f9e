import type { Migration } from '../migrate.ts';

/** Steps from each released version of the ticket machine to the next. */
export const ticketMigrations: readonly Migration[] = [];
