import { readFile } from 'node:fs/promises';
import { join, posix } from 'node:path';
import { differences, type Entry, listTree } from './tree-listing.ts';

const largestBytes = 64 * 1024 ** 2;

/**
 * Links that an install made and that lead out of the folder. Where the service's own code had a hand in it (`before` is
 * what was there), one may name a place of this machine: a virtual environment has its Python so.
 */
export async function strayLinks(
  directory: string,
  before: ReadonlyMap<string, Entry> | null,
): Promise<string[]> {
  const found: string[] = [];
  for (const [path, { kind, target }] of await listTree(directory)) {
    if (kind !== 'link' || before?.get(path)?.target === target) continue;
    const reached = posix.normalize(posix.join(posix.dirname(path), target));
    const leaves = target.startsWith('/') ? before === null : /^\.\.(?:\/|$)/.test(reached);
    if (leaves) found.push(`${path} → ${target}`);
  }
  return found;
}

/** The paths that can be copied to another folder to get what the install made; null where that would not be the same. */
export async function movablePaths(
  directory: string,
  before: ReadonlyMap<string, Entry>,
): Promise<string[] | null> {
  const after = await listTree(directory);
  const { made, altered, lost } = differences(before, after);
  if (lost) return null;
  const paths = [...made, ...altered];
  const kept = new Set(paths);
  for (const [path, { kind, size }] of after) {
    if (kind !== 'file' || path.endsWith('.pyc') || !isIn(kept, path)) continue;
    // A virtual environment, for one, holds the name of the folder it was made in.
    if (size > largestBytes || (await readFile(join(directory, path))).includes(directory)) return null;
  }
  return paths;
}

function isIn(kept: ReadonlySet<string>, path: string): boolean {
  return path !== '.' && (kept.has(path) || isIn(kept, posix.dirname(path)));
}
