import { createHash } from 'node:crypto';
import { readdir, readFile, readlink } from 'node:fs/promises';
import { join } from 'node:path';

/** What installing, compiling and measuring leave behind: not content of a service. */
const leftBehind = new Set([
  ...['node_modules', '.deps', '.venv', 'venv', '.bin', '.git'],
  ...['__pycache__', '.pytest_cache', '.mypy_cache', '.ruff_cache', '.coverage'],
  ...['coverage', '.nyc_output', '.vite', '.vite-temp', '.cache'],
]);

/** Hashes of every file below `build` that is content of the service, by path; of a symbolic link, of where it leads. */
export async function treeDigest(build: string): Promise<ReadonlyMap<string, string>> {
  const digest = new Map<string, string>();
  await addTo(digest, build, '');
  return digest;
}

async function addTo(digest: Map<string, string>, build: string, below: string): Promise<void> {
  const entries = await readdir(join(build, below), { withFileTypes: true }).catch(() => []);
  for (const entry of entries) {
    if (leftBehind.has(entry.name)) continue;
    const path = below === '' ? entry.name : `${below}/${entry.name}`;
    const full = join(build, path);
    if (entry.isDirectory()) await addTo(digest, build, path);
    else if (entry.isSymbolicLink()) digest.set(path, `link ${await readlink(full).catch(() => '')}`);
    else if (entry.isFile()) {
      // A file that cannot be read any more is a changed one.
      const bytes = await readFile(full).catch(() => null);
      digest.set(path, bytes === null ? 'unreadable' : createHash('sha256').update(bytes).digest('hex'));
    }
  }
}

/** Paths of `before` that are gone or different in `after`. What is new does not count: tests may write files. */
export function changedPaths(
  before: ReadonlyMap<string, string>,
  after: ReadonlyMap<string, string>,
): string[] {
  return [...before].filter(([path, hash]) => after.get(path) !== hash).map(([path]) => path);
}
