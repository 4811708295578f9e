import { chmod, mkdir, rename, rm, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { refused, type TarFile } from './tar-entries.ts';

/**
 * Writes these files below the empty `directory` and returns their paths. Refuses whatever does not stay below it, is
 * git's own, or is there twice.
 */
export async function writeFiles(
  files: AsyncIterable<TarFile> | Iterable<TarFile>,
  directory: string,
): Promise<string[]> {
  const seen = new Set<string>();
  for await (const { path: named, executable, bytes } of files) {
    const path = named.replace(/^(?:\.\/)+/, '');
    const why = whyNot(path, seen);
    if (why) throw refused(`${JSON.stringify(named.slice(0, 200))} ${why}`);
    seen.add(path);
    const file = join(directory, path);
    try {
      await mkdir(dirname(file), { recursive: true, mode: 0o700 });
      // Everything in here was made here: there is no link to follow, and none is made.
      await writeFile(file, bytes, { flag: 'wx', mode: 0o600 });
    } catch (error) {
      const code = error instanceof Error && 'code' in error ? error.code : '';
      if (code !== 'EEXIST' && code !== 'ENOTDIR' && code !== 'EISDIR' && code !== 'ENAMETOOLONG')
        throw error;
      throw refused(`${JSON.stringify(path.slice(0, 200))} cannot be beside the other files, or is too long`);
    }
    if (executable) await chmod(file, 0o700);
  }
  return [...seen];
}

/** Puts what was written to `directory` in the workspace's place `BUILD/` or `SPEC.md`, whole: what was there goes. */
export async function layIn(
  directory: string,
  paths: readonly string[],
  root: 'BUILD' | 'SPEC.md',
  workspace: string,
): Promise<void> {
  if (paths.length === 0) throw refused('it holds no files');
  const target = join(workspace, root);
  if (root === 'SPEC.md') {
    if (paths.length > 1 || paths[0] !== root)
      throw refused('this ticket is answered with one file, SPEC.md');
    await rm(target, { force: true });
    return rename(join(directory, root), target);
  }
  const inside = paths.filter((path) => path.startsWith('BUILD/'));
  if (inside.length > 0 && inside.length < paths.length) {
    const stray = paths.find((path) => !path.startsWith('BUILD/')) ?? '';
    throw refused(
      `${JSON.stringify(stray.slice(0, 200))} is beside BUILD/, and only BUILD/ may be handed in`,
    );
  }
  await rm(target, { recursive: true, force: true });
  await rename(inside.length > 0 ? join(directory, 'BUILD') : directory, target);
}

function whyNot(path: string, seen: ReadonlySet<string>): string | undefined {
  const segments = path.split('/');
  if (path.startsWith('/') || segments.includes('..')) return 'leads out of the tree';
  if (/[\p{Cc}\\\uFFFD]/u.test(path) || segments.some((part) => part === '' || part === '.'))
    return 'is a path that may not be';
  if (segments.some((part) => part.toLowerCase() === '.git')) return 'has a name that git keeps for itself';
  return seen.has(path) ? 'is there twice' : undefined;
}
