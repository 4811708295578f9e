import type Database from 'libsql';
import { faultPoint } from '../fault-points.ts';
import { newer } from './check-versions.ts';
import { schemaSteps } from './schema.ts';
import { selectRows } from './select-rows.ts';

/**
 * Brings the schema to the newest version, one transaction a step, so that a crash leaves a whole version behind.
 * Throws `NEWER_HOME` when a newer Andon wrote the database.
 */
export function migrate(database: Database.Database, steps: readonly string[] = schemaSteps): void {
  const found = checkSchema(database, steps);
  for (let version = found + 1; version <= steps.length; version++) {
    faultPoint('store.migrate.before');
    try {
      database.exec(`BEGIN IMMEDIATE; ${steps[version - 1]}; PRAGMA user_version = ${version}; COMMIT;`);
    } catch (error) {
      if (database.inTransaction) database.exec('ROLLBACK');
      throw error;
    }
    faultPoint('store.migrate.after');
  }
}

/** Version of the schema. Throws `NEWER_HOME` when a newer Andon wrote the database. */
export function checkSchema(database: Database.Database, steps: readonly string[] = schemaSteps): number {
  const found = schemaVersion(database);
  if (found > steps.length) {
    throw newer(`has schema ${found}, and this one knows ${steps.length}`, { found, known: steps.length });
  }
  return found;
}

function schemaVersion(database: Database.Database): number {
  const rows = selectRows<{ user_version: number }>(database.prepare('PRAGMA user_version'));
  return rows[0]?.user_version ?? 0;
}
