import type Database from 'libsql';
import { type MachineKind, versionOf } from '../../machines/step.ts';
import { AndonError } from '../errors.ts';
import { selectRows } from './select-rows.ts';

const kinds: readonly MachineKind[] = ['service', 'ticket', 'session', 'line'];

/**
 * Refuses (`NEWER_HOME`) a database with machines this code does not know, or in a newer version of theirs. Run before
 * anything is written, so that the newer Andon finds its home as it was.
 */
export function checkVersions(database: Database.Database): void {
  const known = new Map<string, number>(kinds.map((kind) => [kind, versionOf(kind)]));
  const tables = "SELECT name FROM sqlite_schema WHERE type = 'table' AND name = 'snapshots'";
  if (selectRows(database.prepare(tables)).length === 0) return;
  const newest = database.prepare(
    `SELECT substr(stream, 1, instr(stream, '/') - 1) AS kind, max(version) AS version
     FROM snapshots GROUP BY kind ORDER BY kind`,
  );
  for (const { kind, version } of selectRows<{ kind: string; version: number }>(newest)) {
    const highest = known.get(kind) ?? 0;
    if (version <= highest) continue;
    const what =
      highest === 0
        ? `holds a ${kind}, and this one has none`
        : `stores a ${kind} as version ${version}, and this one knows ${highest}`;
    throw newer(what, { kind, found: version, known: highest });
  }
}

/** The home was written by a newer Andon; nothing of it was changed. */
export function newer(what: string, details: Record<string, unknown>): AndonError {
  return new AndonError(
    'NEWER_HOME',
    `This home was written by a newer Andon: it ${what}. Nothing was changed. Start that version again, or restore a backup made before.`,
    details,
  );
}
