import { cp, mkdir, readdir } from 'node:fs/promises';
import { basename, join } from 'node:path';
import { AndonError } from '../errors.ts';
import type { Store } from '../store/store.port.ts';
import type { HomeDirectories } from './home-directories.ts';

/**
 * Copies what matters of a running home into an empty directory: database, repositories, data, records, secrets, keys.
 * What can be made again (workspaces, releases, Redis) is left out. Rejects with `BAD_REQUEST` when it is not empty.
 */
export async function backupHome(directories: HomeDirectories, store: Store, path: string): Promise<void> {
  const before = await readdir(path).catch(() => []);
  if (before.length > 0) {
    throw new AndonError(
      'BAD_REQUEST',
      `${path} is not empty; name a directory that is empty or not there yet`,
    );
  }
  await mkdir(path, { recursive: true, mode: 0o700 });
  // The database first: what it names is in the folders copied after it.
  await store.backup(join(path, basename(directories.database)));
  for (const folder of [
    directories.git,
    directories.data,
    directories.records,
    directories.secrets,
    directories.keys,
  ]) {
    await cp(folder, join(path, basename(folder)), { recursive: true });
  }
}
