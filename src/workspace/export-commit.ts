import { mkdir, symlink, writeFile } from 'node:fs/promises';
import { dirname, join, posix } from 'node:path';
import { AndonError } from '../errors.ts';
import type { GitPlace } from './git-command.ts';
import { readBlobs, type TreeEntry, treeEntries } from './git-objects.ts';

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
  const files = entries.filter((entry) => kindOf(entry) === 'file');
  await readBlobs(place, files, async (entry, bytes) => {
    // Never the mode as it is stored: it may say setuid.
    const mode = Number.parseInt(entry.mode, 8) & 0o100 ? 0o755 : 0o644;
    await writeFile(targets.get(entry.path) ?? '', bytes, { flag: 'wx', mode });
  });
  const links = entries.filter((entry) => kindOf(entry) === 'link');
  await readBlobs(place, links, async (entry, bytes) => {
    await symlink(insideTarget(entry.path, bytes.toString('utf8')), targets.get(entry.path) ?? '');
  });
}

/** What an entry is, by the type its mode holds. Submodules are left out, and so is what is no file: git reads both alike. */
function kindOf({ mode }: TreeEntry): 'file' | 'link' | 'other' {
  const type = Number.parseInt(mode, 8) & 0o170000;
  return type === 0o100000 ? 'file' : type === 0o120000 ? 'link' : 'other';
}

/** The target of a link, which has to stay in the first folder of its path; `..` stands at its start or nowhere. */
function insideTarget(path: string, target: string): string {
  const steps = target.split('/').filter((step) => step !== '' && step !== '.');
  const down = steps.findIndex((step) => step !== '..');
  const climbsLater = down !== -1 && steps.slice(down).includes('..');
  const top = path.split('/')[0] ?? '';
  const end = posix.join(posix.dirname(path), target);
  const inside = path.includes('/') && (end === top || end.startsWith(`${top}/`));
  if (target === '' || target.startsWith('/') || /[\\\0]/.test(target) || climbsLater || !inside) {
    throw new AndonError(
      'GIT_FAILED',
      `the commit holds a link that leaves its folder: ${JSON.stringify(path)}`,
    );
  }
  return target;
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
