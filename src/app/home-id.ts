import { readdir, rm, stat } from 'node:fs/promises';
import { join } from 'node:path';
import type { Store } from '../store/store.port.ts';
import type { HomeDirectories } from './home-directories.ts';

/**
 * The id of a home, under which it is known to Redis. A home is the directory itself, by whatever path: a copy of it is
 * another home with an id of its own, and what runs for the first (its Redis, its services) is not the copy's to take
 * over or to stop, so the notes that name those processes are dropped. Rejects when the home cannot be read or written.
 */
export async function homeId(
  directories: HomeDirectories,
  store: Store,
  newId: () => string,
): Promise<string> {
  const place = String((await stat(directories.home)).ino);
  const [known, noted] = [store.get('home/id'), store.get('home/place')];
  const copied = known !== undefined && noted !== undefined && noted !== place;
  if (copied) await forgetProcesses(directories);
  const id = known === undefined || copied ? newId() : known;
  if (id !== known) store.put('home/id', id);
  if (noted !== place) store.put('home/place', place);
  return id;
}

async function forgetProcesses({ redis, releases }: HomeDirectories): Promise<void> {
  await rm(join(redis, 'server.json'), { force: true });
  for (const service of await directoriesIn(releases)) {
    for (const release of await directoriesIn(service))
      await rm(join(release, 'process.json'), { force: true });
  }
}

async function directoriesIn(path: string): Promise<string[]> {
  const entries = await readdir(path, { withFileTypes: true });
  return entries.filter((entry) => entry.isDirectory()).map((entry) => join(path, entry.name));
}
