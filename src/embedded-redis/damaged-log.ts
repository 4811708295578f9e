import { mkdir, readdir, rename } from 'node:fs/promises';
import { join } from 'node:path';
import { messageOf } from '../errors.ts';

/** Whether a server refused to start because its append-only log does not read. */
export function isDamagedLog(error: unknown): boolean {
  return /bad file format reading the append only file|unexpected end of file reading the append only file|error reading the (?:append only|rdb) file|wrong signature trying to load db|aof .*manifest|invalid aof manifest|short read or oom loading db/i.test(
    messageOf(error),
  );
}

/**
 * Moves the append-only log of `.andon/redis` aside, for whoever wants to look, and returns where to; undefined where
 * there is none. What was queued is put back by reconcile from the database.
 */
export async function setAsideLog(directory: string, at: number): Promise<string | undefined> {
  const entries = await readdir(directory);
  const logs = entries.filter((name) => name === 'dump.rdb' || name.startsWith('appendonly'));
  if (logs.length === 0) return undefined;
  const aside = join(directory, `damaged-${at}`);
  await mkdir(aside, { recursive: true, mode: 0o700 });
  for (const name of logs) await rename(join(directory, name), join(aside, name));
  return aside;
}
