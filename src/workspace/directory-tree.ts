import { randomUUID } from 'node:crypto';
import { lstat, mkdir, readdir, readlink, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { isUserContent } from '../contracts/tree-rules.ts';
import { type GitPlace, git } from './git-command.ts';

export type FoundFile = { readonly path: string; readonly mode: '100644' | '100755' | '120000' };

/**
 * Writes a directory's files as a git tree, by git's plumbing alone: no filters, attributes, ignore files or hooks are
 * looked at. Only what `isUserContent` allows and `leaveOut` does not name; links only where `links` says so.
 */
export async function writeDirectoryTree(
  place: GitPlace,
  directory: string,
  options: { readonly links: boolean; readonly leaveOut: readonly string[] },
): Promise<string> {
  const found = (await filesIn(directory)).filter(
    (file) =>
      (options.links || file.mode !== '120000') &&
      !options.leaveOut.some((root) => file.path.startsWith(`${root}/`)),
  );
  return writeTree(place, await indexLines(place, directory, found));
}

/** Stores these files of the directory, and answers their index lines. */
export async function indexLines(
  place: GitPlace,
  directory: string,
  found: readonly FoundFile[],
): Promise<string[]> {
  const files = found.filter((file) => file.mode !== '120000');
  const names = files.map((file) => quoted(join(directory, file.path)));
  const hashes = files.length === 0 ? [] : await hashFiles(place, names);
  const lines = files.map((file, index) => `${file.mode} ${hashes[index]}\t${file.path}\0`);
  for (const link of found.filter((file) => file.mode === '120000')) {
    const blob = await git(
      place,
      ['hash-object', '-w', '--stdin'],
      await readlink(join(directory, link.path)),
    );
    lines.push(`${link.mode} ${blob}\t${link.path}\0`);
  }
  return lines;
}

/** Writes the tree of these index lines (`mode blob TAB path NUL`). */
export async function writeTree(place: GitPlace, lines: readonly string[]): Promise<string> {
  // In the repository itself, as a draft: what a killed process leaves goes with it, or when its home is opened next.
  const scratch = join(place.directory, `index-${randomUUID()}.part`);
  await mkdir(scratch);
  try {
    const indexed = { ...place, index: join(scratch, 'index') };
    await git(indexed, ['update-index', '-z', '--index-info'], lines.join(''));
    return await git(indexed, ['write-tree']);
  } finally {
    await rm(scratch, { recursive: true, force: true });
  }
}

async function hashFiles(place: GitPlace, names: readonly string[]): Promise<string[]> {
  const output = await git(
    place,
    ['hash-object', '-w', '--no-filters', '--stdin-paths'],
    `${names.join('\n')}\n`,
  );
  return output.split('\n');
}

/** The files of a directory that are a person's or a builder's content, and links. */
export async function filesIn(root: string, below = ''): Promise<FoundFile[]> {
  const found: FoundFile[] = [];
  for (const entry of await readdir(join(root, below), { withFileTypes: true })) {
    const path = below === '' ? entry.name : `${below}/${entry.name}`;
    // Node reads names that are not UTF-8 with this character in place of bytes; such a file cannot be opened again.
    if (!isUserContent(path) || path.includes('\uFFFD')) continue;
    if (entry.isDirectory()) found.push(...(await filesIn(root, path)));
    else if (entry.isSymbolicLink()) found.push({ path, mode: '120000' });
    else if (entry.isFile()) {
      const { mode } = await lstat(join(root, path));
      found.push({ path, mode: mode & 0o100 ? '100755' : '100644' });
    }
  }
  return found;
}

/** A path as git reads it line by line: in C quotes where it holds what would end the line. */
function quoted(path: string): string {
  if (!/["\\\n]/.test(path)) return path;
  return `"${path.replace(/[\\"]/g, '\\$&').replace(/\n/g, '\\n')}"`;
}
