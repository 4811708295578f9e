import type Database from 'libsql';
import { AndonError } from '../errors.ts';
import { faultPoint } from '../fault-points.ts';
import { schemaSteps } from './schema.ts';
import { selectRows } from './select-rows.ts';

/**
 * Brings the schema to the newest version, one transaction a step, so that a crash leaves a whole version behind.
 * Throws `NEWER_HOME` when a newer Andon wrote the database.
 */
export function migrate(database: Database.Database, steps: readonly string[] = schemaSteps): void {
  const found = schemaVersion(database);
  if (found > steps.length) {
    throw new AndonError(
      'NEWER_HOME',
      `This home was written by a newer Andon (schema ${found}, this one knows ${steps.length}). Start that version again, or restore a backup made before.`,
      { found, known: steps.length },
    );
  }
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

function schemaVersion(database: Database.Database): number {
  const rows = selectRows<{ user_version: number }>(database.prepare('PRAGMA user_version'));
  return rows[0]?.user_version ?? 0;
}
