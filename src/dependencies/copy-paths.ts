import { execFile } from 'node:child_process';
import { constants } from 'node:fs';
import { cp, mkdir } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { promisify } from 'node:util';

const run = promisify(execFile);
const pathsAtOnce = 500;

/**
 * Copies paths of one folder to the same places in another; blocks are shared where the disk can, links are copied as
 * links, times and modes are kept. What is there already is replaced, a folder is merged. Rejects as the disk does.
 */
export async function copyPaths(from: string, to: string, paths: readonly string[]): Promise<void> {
  const byFolder = new Map<string, string[]>();
  for (const path of paths) byFolder.set(dirname(path), [...(byFolder.get(dirname(path)) ?? []), path]);
  for (const [folder, own] of byFolder) {
    const target = join(to, folder);
    await mkdir(target, { recursive: true });
    for (let at = 0; at < own.length; at += pathsAtOnce) {
      const some = own.slice(at, at + pathsAtOnce);
      if (process.platform !== 'linux' || !(await copiedByProgram(from, target, some)))
        for (const path of some) await copyOne(join(from, path), join(to, path));
    }
  }
}

/** Several times as fast as Node for many small files; false where this machine's `cp` cannot share blocks. */
async function copiedByProgram(from: string, target: string, paths: readonly string[]): Promise<boolean> {
  const words = ['-a', '--reflink=auto', '--remove-destination', '-t', target, '--'];
  try {
    await run('cp', [...words, ...paths.map((path) => join(from, path))], {
      env: { LC_ALL: 'C', PATH: '/usr/bin:/bin' },
    });
    return true;
  } catch (error) {
    const said = error instanceof Error && 'stderr' in error ? String(error.stderr) : '';
    if (
      /unrecognized option|ENOENT/.test(said) ||
      (error instanceof Error && 'code' in error && error.code === 'ENOENT')
    )
      return false;
    const full = /No space left|quota exceeded/i.test(said);
    throw Object.assign(new Error(said.trim().slice(0, 500) || 'cp failed'), full ? { code: 'ENOSPC' } : {});
  }
}

function copyOne(from: string, to: string): Promise<void> {
  return cp(from, to, {
    recursive: true,
    verbatimSymlinks: true,
    preserveTimestamps: true,
    mode: constants.COPYFILE_FICLONE,
  });
}
