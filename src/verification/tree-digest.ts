import { createHash } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { filesUnder } from '../stack/build-files.ts';

/** Hashes of the source, test and top-level files below `build`, by path. */
export async function treeDigest(build: string): Promise<ReadonlyMap<string, string>> {
  const digest = new Map<string, string>();
  for (const path of await filesUnder(build)) {
    if (!/^(?:[^/]+|(?:src|lib|tests?)\/.*)$/.test(path)) continue;
    digest.set(
      path,
      createHash('sha256')
        .update(await readFile(join(build, path)))
        .digest('hex'),
    );
  }
  return digest;
}

/** Paths of `before` that are gone or different in `after`. What is new does not count: tests may write files. */
export function changedPaths(
  before: ReadonlyMap<string, string>,
  after: ReadonlyMap<string, string>,
): string[] {
  return [...before].filter(([path, hash]) => after.get(path) !== hash).map(([path]) => path);
}
