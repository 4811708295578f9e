import { mkdir, symlink, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { AndonError } from '../errors.ts';
import type { GitPlace } from './git-command.ts';
import { readBlobs, treeEntries } from './git-objects.ts';

/**
 * Writes the files of one commit into `directory`, bytes as they were stored: no history, attributes or filters. With a
 * `subtree`, what lies below it, its own name left off. Links come last, so that no file is ever written through one.
 */
export async function exportCommit(
  place: GitPlace,
  commit: string,
  directory: string,
  subtree?: string,
): Promise<void> {
  const prefix = subtree ? `${subtree.replace(/\/+$/, '')}/` : '';
  const entries = (await treeEntries(place, commit, subtree)).filter((entry) =>
    entry.path.startsWith(prefix),
  );
  const targets = new Map(
    entries.map((entry) => [entry.path, join(directory, safePath(entry.path).slice(prefix.length))]),
  );
  await mkdir(directory, { recursive: true });
  for (const folder of new Set([...targets.values()].map((path) => dirname(path)))) {
    await mkdir(folder, { recursive: true });
  }
  const files = entries.filter((entry) => entry.mode === '100644' || entry.mode === '100755');
  await readBlobs(place, files, async (entry, bytes) => {
    const mode = entry.mode === '100755' ? 0o755 : 0o644;
    await writeFile(targets.get(entry.path) ?? '', bytes, { flag: 'wx', mode });
  });
  const links = entries.filter((entry) => entry.mode === '120000');
  await readBlobs(place, links, async (entry, bytes) => {
    await symlink(bytes.toString('utf8'), targets.get(entry.path) ?? '');
  });
}

function safePath(path: string): string {
  if (
    path
      .split('/')
      .some((part) => part === '..' || part === '.' || part === '' || part.toLowerCase() === '.git')
  ) {
    throw new AndonError(
      'GIT_FAILED',
      `the commit holds a path that must not be written: ${JSON.stringify(path)}`,
    );
  }
  return path;
}
