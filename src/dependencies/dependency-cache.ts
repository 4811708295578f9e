import { mkdir, mkdtemp, readdir, readFile, rename, rm, stat, utimes, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { z } from 'zod';
import type { Log } from '../log.ts';
import { copyPaths } from './copy-paths.ts';
import { digestOfListing, listTree } from './tree-listing.ts';

const entryFile = z.object({
  version: z.literal(1),
  /** The outermost paths an install made or changed. */
  paths: z.array(z.string()),
  /** Of everything that is kept, by `digestOfListing`. */
  listing: z.string(),
  bytes: z.number(),
  madeAt: z.number(),
});

export type CacheBounds = {
  /** Of all entries together; the ones unused for longest go first. */
  readonly bytes: number;
  /** An entry is made anew after this, so that what a manifest leaves open is looked up again. */
  readonly ageMs: number;
};

export const usualBounds: CacheBounds = { bytes: 4 * 1024 ** 3, ageMs: 30 * 24 * 3_600_000 };

/** What installs made, by a key of everything it depends on. Entries are whole or not there. */
export type DependencyCache = {
  /** Lays an entry over a folder. False where there is none, or it is not as it was made: that one is dropped. */
  take(key: string, directory: string): Promise<boolean>;
  /** Keeps these paths of a folder. */
  put(key: string, directory: string, paths: readonly string[]): Promise<void>;
  /** One at a time for a key; an entry in use is not removed. */
  exclusive<T>(key: string, work: () => Promise<T>): Promise<T>;
};

const partPrefix = 'part-';

/** A cache in a folder of its own. */
export function createDependencyCache(options: {
  readonly directory: string;
  readonly bounds: CacheBounds;
  readonly now: () => number;
  readonly log: Log;
}): DependencyCache {
  const { directory, bounds, now, log } = options;
  const busy = new Map<string, Promise<unknown>>();
  const placeOf = (key: string) => join(directory, key);
  let opened: Promise<void> | undefined;

  const open = async () => {
    await mkdir(directory, { recursive: true, mode: 0o700 });
    for (const name of await readdir(directory))
      if (name.startsWith(partPrefix)) await rm(join(directory, name), { recursive: true, force: true });
  };

  const entryOf = async (key: string) => {
    const text = await readFile(join(placeOf(key), 'entry.json'), 'utf8').catch(() => null);
    if (text === null) return null;
    const parsed = entryFile.safeParse(jsonOf(text));
    return parsed.success ? parsed.data : 'broken';
  };

  const markUsed = async (key: string) => {
    const used = new Date(now());
    await utimes(join(placeOf(key), 'entry.json'), used, used);
  };

  const drop = (key: string) => rm(placeOf(key), { recursive: true, force: true });

  /** False for an entry that is being made or copied. */
  const dropUnused = async (key: string): Promise<boolean> => {
    if (busy.has(key)) return false;
    await drop(key);
    return true;
  };

  const prune = async () => {
    const entries: { key: string; bytes: number; usedAt: number }[] = [];
    for (const key of await readdir(directory)) {
      if (key.startsWith(partPrefix)) continue;
      const entry = await entryOf(key);
      const stats = await stat(join(placeOf(key), 'entry.json')).catch(() => null);
      const isKept = stats && entry && entry !== 'broken' && now() - entry.madeAt <= bounds.ageMs;
      if (!isKept) await dropUnused(key);
      else entries.push({ key, bytes: entry.bytes, usedAt: stats.mtimeMs });
    }
    let total = entries.reduce((sum, { bytes }) => sum + bytes, 0);
    for (const { key, bytes } of entries.sort((a, b) => a.usedAt - b.usedAt)) {
      if (total <= bounds.bytes) break;
      if (await dropUnused(key)) total -= bytes;
    }
  };

  return {
    take: async (key, to) => {
      opened ??= open();
      await opened;
      const entry = await entryOf(key);
      if (!entry) return false;
      const files = join(placeOf(key), 'files');
      const listing = entry === 'broken' ? null : await listTree(files).catch(() => null);
      if (entry === 'broken' || !listing || digestOfListing(listing) !== entry.listing) {
        log.warn(
          { key },
          'installed dependencies that were kept are not as they were made; they are fetched again',
        );
        await drop(key);
        return false;
      }
      if (now() - entry.madeAt > bounds.ageMs) {
        await drop(key);
        return false;
      }
      await copyPaths(files, to, entry.paths);
      await markUsed(key);
      return true;
    },
    put: async (key, from, paths) => {
      opened ??= open();
      await opened;
      const part = await mkdtemp(join(directory, partPrefix));
      try {
        const files = join(part, 'files');
        await mkdir(files);
        await copyPaths(from, files, paths);
        const listing = await listTree(files);
        const bytes = [...listing.values()].reduce((sum, { size }) => sum + size, 0);
        if (bytes > bounds.bytes) return;
        const entry = { version: 1, paths, listing: digestOfListing(listing), bytes, madeAt: now() };
        await writeFile(join(part, 'entry.json'), JSON.stringify(entry));
        await drop(key);
        await rename(part, placeOf(key));
        await markUsed(key);
      } finally {
        await rm(part, { recursive: true, force: true });
      }
      await prune();
    },
    exclusive: async (key, work) => {
      const before = busy.get(key) ?? Promise.resolve();
      const own = before.catch(() => undefined).then(work);
      busy.set(key, own);
      try {
        return await own;
      } finally {
        if (busy.get(key) === own) busy.delete(key);
      }
    },
  };
}

function jsonOf(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
