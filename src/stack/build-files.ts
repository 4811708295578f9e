import { readdir } from 'node:fs/promises';
import { join } from 'node:path';

const notOurs = new Set([
  'node_modules',
  '.git',
  '__pycache__',
  '.venv',
  'venv',
  '.deps',
  'coverage',
  'vendor',
]);

/** Regular files under `root`, relative with `/`, sorted; dependencies and caches left out. Empty where it cannot be read. */
export async function filesUnder(root: string, below = ''): Promise<string[]> {
  const entries = await readdir(join(root, below), { withFileTypes: true }).catch(() => []);
  const files: string[] = [];
  for (const entry of entries) {
    const path = below === '' ? entry.name : `${below}/${entry.name}`;
    if (entry.isDirectory() && !notOurs.has(entry.name)) files.push(...(await filesUnder(root, path)));
    else if (entry.isFile()) files.push(path);
  }
  return files.sort();
}
