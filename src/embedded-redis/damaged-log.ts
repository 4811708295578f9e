import { mkdir, readdir, rename, rm } from 'node:fs/promises';
import { join } from 'node:path';

/** Damaged logs kept for whoever wants to look; older ones are removed. */
const KEPT = 3;
const ASIDE = 'damaged-';

export type LogSetAside = {
  readonly path: string;
  /** Takes back that it was set aside, with whatever a server wrote since. */
  putBack(): Promise<void>;
};

/**
 * Moves the append-only log of `.andon/redis` aside; undefined where there is none. What was queued is put back by
 * reconcile from the database.
 */
export async function setAsideLog(directory: string, at: number): Promise<LogSetAside | undefined> {
  const logs = await logsIn(directory);
  if (logs.length === 0) return undefined;
  const path = join(directory, `${ASIDE}${at}`);
  await mkdir(path, { recursive: true, mode: 0o700 });
  for (const name of logs) await rename(join(directory, name), join(path, name));
  return {
    path,
    async putBack() {
      for (const name of await logsIn(directory)) {
        await rm(join(directory, name), { recursive: true, force: true });
      }
      for (const name of await readdir(path)) await rename(join(path, name), join(directory, name));
      await rm(path, { recursive: true, force: true });
    },
  };
}

/** Removes all but the newest logs that were set aside. */
export async function dropOldLogs(directory: string): Promise<void> {
  const aside = (await readdir(directory)).filter((name) => name.startsWith(ASIDE));
  const age = (name: string) => Number(name.slice(ASIDE.length));
  const old = aside.sort((a, b) => age(b) - age(a)).slice(KEPT);
  for (const name of old) await rm(join(directory, name), { recursive: true, force: true });
}

async function logsIn(directory: string): Promise<string[]> {
  const entries = await readdir(directory);
  return entries.filter((name) => name === 'dump.rdb' || name.startsWith('appendonly'));
}
