import { closeSync, constants, type Dirent, lstatSync, openSync, readdirSync, readFileSync } from 'node:fs';
import { open } from 'node:fs/promises';
import { join } from 'node:path';
import { contentHash } from '../contracts/tree-hash.ts';
import { isUserContent } from '../contracts/tree-rules.ts';
import { stampOf } from './read-spec.ts';

const fileLimit = 20_000;
const depthLimit = 32;

export type BuildFile = { readonly path: string; readonly size: number };

/** BUILD's content, listed but not read. `stamp` changes whenever any of it may have; null without content. */
export type BuildTree = {
  readonly files: readonly BuildFile[];
  readonly stamp: string | null;
  readonly problem: string | null;
};

/**
 * Walks `directory/BUILD` by rules of the tree; links and special files are no content and never followed. The calls are
 * synchronous because a sweep makes hundreds of thousands of them, and a promise each costs ten times the call.
 */
export function listBuild(directory: string): BuildTree {
  const stats = lstatSync(join(directory, 'BUILD'), { throwIfNoEntry: false });
  if (stats === undefined) return { files: [], stamp: null, problem: null };
  if (!stats.isDirectory()) return { files: [], stamp: null, problem: 'BUILD is not a directory' };
  const files: BuildFile[] = [];
  const stamps: string[] = [];
  const walk = (path: string, depth: number): void => {
    for (const entry of entriesOf(join(directory, path))) {
      const below = `${path}/${entry.name}`;
      if (!isUserContent(below) || files.length >= fileLimit) continue;
      if (entry.isDirectory()) {
        if (depth < depthLimit) walk(below, depth + 1);
      } else if (entry.isFile()) {
        const file = lstatSync(join(directory, below), { throwIfNoEntry: false });
        if (file === undefined) continue;
        files.push({ path: below, size: file.size });
        stamps.push(`${below}:${stampOf(file)}`);
      }
    }
  };
  walk('BUILD', 0);
  const full = files.length >= fileLimit;
  return {
    files,
    stamp: files.length === 0 ? null : contentHash(stamps.sort().join('\n')),
    problem: full ? `BUILD holds more than ${fileLimit} files: what comes after them is not looked at` : null,
  };
}

function entriesOf(path: string): Dirent[] {
  try {
    return readdirSync(path, { withFileTypes: true });
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return [];
    throw error;
  }
}

/** Files up to this size are read at once: a promise for each would cost many times the reading. */
const readAtOnce = 128 * 1024;

/** Content hashes of the files by path. A file that is gone by now is left out. */
export async function hashFiles(
  directory: string,
  files: readonly BuildFile[],
): Promise<ReadonlyMap<string, string>> {
  const hashes = new Map<string, string>();
  for (const { path, size } of files) {
    const full = join(directory, path);
    const bytes = await unlessGone(() => (size <= readAtOnce ? readSmall(full) : readLarge(full)));
    if (bytes !== null) hashes.set(path, contentHash(bytes));
  }
  return hashes;
}

const asItIs = constants.O_RDONLY | constants.O_NOFOLLOW | constants.O_NONBLOCK;

function readSmall(path: string): Buffer {
  const file = openSync(path, asItIs);
  try {
    return readFileSync(file);
  } finally {
    closeSync(file);
  }
}

async function readLarge(path: string): Promise<Buffer> {
  const handle = await open(path, asItIs);
  try {
    return await handle.readFile();
  } finally {
    await handle.close();
  }
}

async function unlessGone(read: () => Buffer | Promise<Buffer>): Promise<Buffer | null> {
  try {
    return await read();
  } catch (error) {
    const code = error instanceof Error && 'code' in error ? error.code : null;
    if (code === 'ENOENT' || code === 'ELOOP' || code === 'ENOTDIR') return null;
    throw error;
  }
}
