import { createHash } from 'node:crypto';
import { lstat, readdir } from 'node:fs/promises';
import { join } from 'node:path';

/** Entries that are looked at: past them, a change is one that is not seen. */
const mostEntries = 20_000;
/** Large, and filled by tools that tell that they run: that they are there and when they changed is enough. */
const closed: ReadonlySet<string> = new Set([
  '.git',
  'node_modules',
  '.venv',
  'venv',
  '.deps',
  '__pycache__',
]);

/** Another one when a file below the directory came, went, or was written: by names, sizes and times alone, cheap. */
export async function workspaceDigest(directory: string): Promise<string> {
  const hash = createHash('sha1');
  let seen = 0;
  const folders = [''];
  for (let folder = folders.pop(); folder !== undefined; folder = folders.pop()) {
    const entries = await readdir(join(directory, folder), { withFileTypes: true }).catch(() => []);
    for (const entry of entries) {
      seen += 1;
      if (seen > mostEntries) return hash.digest('hex');
      const path = `${folder}/${entry.name}`;
      if (entry.isDirectory() && !closed.has(entry.name)) folders.push(path);
      const info = await lstat(join(directory, path)).catch(() => undefined);
      if (info) hash.update(`${path}\0${info.size}\0${info.mtimeMs}\n`);
    }
  }
  return hash.digest('hex');
}
