import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { lstat, readdir, readlink } from 'node:fs/promises';
import { join, posix } from 'node:path';
import { pipeline } from 'node:stream/promises';

export type Entry = {
  readonly kind: 'file' | 'folder' | 'link' | 'other';
  readonly mode: number;
  readonly size: number;
  readonly modified: number;
  /** Cannot be set by whoever writes the file. */
  readonly changed: number;
  readonly target: string;
};

/** Everything below a folder by its path in it, in order; links are not followed. */
export async function listTree(root: string): Promise<Map<string, Entry>> {
  const found = new Map<string, Entry>();
  const visit = async (below: string): Promise<void> => {
    const names = (await readdir(join(root, below))).sort();
    for (const name of names) {
      const path = posix.join(below, name);
      const stats = await lstat(join(root, path));
      const kind = stats.isSymbolicLink()
        ? 'link'
        : stats.isDirectory()
          ? 'folder'
          : stats.isFile()
            ? 'file'
            : 'other';
      found.set(path, {
        kind,
        mode: stats.mode & 0o7777,
        size: kind === 'folder' ? 0 : stats.size,
        modified: stats.mtimeMs,
        changed: stats.ctimeMs,
        target: kind === 'link' ? await readlink(join(root, path)) : '',
      });
      if (kind === 'folder') await visit(path);
    }
  };
  await visit('');
  return found;
}

/** One digest of what is listed: paths, kinds, modes, sizes, times of change, targets of links. */
export function digestOfListing(listing: ReadonlyMap<string, Entry>): string {
  const hash = createHash('sha256');
  for (const [path, { kind, mode, size, modified, target }] of listing) {
    const time = kind === 'file' ? Math.floor(modified) : 0;
    hash.update(JSON.stringify([path, kind, mode, size, time, target]));
  }
  return hash.digest('hex');
}

/** One digest of a folder's content: paths, whether they can be run, bytes, targets of links. */
export async function digestOfContent(root: string): Promise<string> {
  const hash = createHash('sha256');
  for (const [path, { kind, mode, target }] of await listTree(root)) {
    const own = kind === 'file' ? await digestOfFile(join(root, path)) : target;
    hash.update(JSON.stringify([path, kind, (mode & 0o100) !== 0 && kind === 'file', own]));
  }
  return hash.digest('hex');
}

async function digestOfFile(path: string): Promise<string> {
  const hash = createHash('sha256');
  await pipeline(createReadStream(path), hash);
  return hash.digest('hex');
}

/**
 * What one listing has that another had not (a new folder stands for all in it), which files it has otherwise, and
 * whether anything is gone or has become something else.
 */
export function differences(before: ReadonlyMap<string, Entry>, after: ReadonlyMap<string, Entry>) {
  const made: string[] = [];
  const altered: string[] = [];
  let lost = [...before.keys()].some((path) => !after.has(path));
  for (const [path, entry] of after) {
    if (path.startsWith(`${made.at(-1)}/`)) continue;
    const old = before.get(path);
    if (!old) made.push(path);
    else if (old.kind !== entry.kind || old.target !== entry.target) lost = true;
    else if (entry.kind === 'file' && (old.size !== entry.size || old.changed !== entry.changed))
      altered.push(path);
  }
  return { made, altered, lost };
}
