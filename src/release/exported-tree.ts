import { readdir, readFile, readlink } from 'node:fs/promises';
import { join, relative } from 'node:path';
import { blobHash, treeHash } from '../contracts/tree-hash.ts';

/** The hash that a verification record has of the same files: over their paths in the repository and git's hashes of them. */
export async function exportedTree(app: string): Promise<string> {
  const files = new Map<string, string>();
  for (const entry of await readdir(app, { withFileTypes: true, recursive: true })) {
    if (entry.isDirectory()) continue;
    const path = join(entry.parentPath, entry.name);
    const bytes = entry.isSymbolicLink() ? await readlink(path) : await readFile(path);
    files.set(`BUILD/${relative(app, path)}`, blobHash(bytes));
  }
  return treeHash(files) ?? '';
}
