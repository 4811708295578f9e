import { readdir, readFile } from 'node:fs/promises';
import { join, relative } from 'node:path';
import { blobHash, treeHash } from '../../contracts/tree-hash.ts';

/** One hash over the files below a directory, their paths and bytes; null without any. Links are left out. */
export async function folderHash(directory: string): Promise<string | null> {
  const files = new Map<string, string>();
  for (const entry of await readdir(directory, { withFileTypes: true, recursive: true })) {
    if (!entry.isFile()) continue;
    const path = join(entry.parentPath, entry.name);
    files.set(relative(directory, path), blobHash(await readFile(path)));
  }
  return treeHash(files);
}
