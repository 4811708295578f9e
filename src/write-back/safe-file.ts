import { randomUUID } from 'node:crypto';
import { constants, existsSync, lstatSync } from 'node:fs';
import { link, mkdir, open, rename, rm, rmdir } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import { contentHash } from '../contracts/tree-hash.ts';
import { faultPoint } from '../fault-points.ts';

/** What stands at a path: a file's bytes, nothing, or something Andon neither reads nor replaces. */
export type Present =
  | { readonly type: 'file'; readonly hash: string; readonly bytes: Buffer; readonly mode: number }
  | { readonly type: 'absent' }
  | { readonly type: 'foreign'; readonly reason: string };

/** Reads a regular file below `root` without following a link anywhere on the way. */
export async function readPresent(root: string, path: string): Promise<Present> {
  const way = wayTo(root, path);
  if (way !== null) return way;
  const full = join(root, path);
  const stats = lstatSync(full, { throwIfNoEntry: false });
  if (stats === undefined) return { type: 'absent' };
  if (!stats.isFile()) return { type: 'foreign', reason: 'is not a regular file' };
  const bytes = await readRegular(full);
  return bytes === null
    ? { type: 'foreign', reason: 'changed while it was read' }
    : { type: 'file', hash: contentHash(bytes), bytes, mode: stats.mode & 0o777 };
}

/**
 * Puts `bytes` at `path` below `root` if what stands there is one of `expected` (content hashes, null for nothing).
 * What is there is moved aside and looked at before it is given up, so that a save at the very same moment is kept.
 * Returns false, with the disk as it was, when something else stands there; rejects, with the disk as it was, when `root`
 * is gone or the disk refuses. A crash leaves the old file, the new one, or the old one beside its place.
 */
export async function replaceFile(
  root: string,
  path: string,
  bytes: Uint8Array,
  expected: readonly (string | null)[],
  as: { readonly mode: number; readonly durable: boolean },
): Promise<boolean> {
  if (wayTo(root, path)?.type === 'foreign') return false;
  const full = join(root, path);
  await makeWay(root, path);
  const draft = besides(full);
  let aside: string | null | false = false;
  try {
    await writeDraft(draft, bytes, as);
    faultPoint('write-back.draft.written');
    aside = await setAside(full, expected);
    if (aside === false) return false;
    const placed = await placeNew(draft, full);
    faultPoint('write-back.draft.placed');
    if (aside !== null) await rm(aside, { force: true });
    return placed;
  } catch (error) {
    if (aside) await putBack(aside, full);
    throw error;
  } finally {
    await rm(draft, { force: true });
  }
}

/** The directories on the way to `path`, but never `root`: it may have been removed meanwhile, and then stays so. */
async function makeWay(root: string, path: string): Promise<void> {
  let way = root;
  for (const name of dirname(path).split('/')) {
    if (name === '.') return;
    way = join(way, name);
    await mkdir(way).catch((error: unknown) => {
      if (!(error instanceof Error && 'code' in error && error.code === 'EEXIST')) throw error;
    });
  }
}

/** Removes the file if it still holds one of `expected`, and the directories it leaves empty below `root`. */
export async function removeFile(
  root: string,
  path: string,
  expected: readonly (string | null)[],
): Promise<boolean> {
  if (wayTo(root, path)?.type === 'foreign') return false;
  const full = join(root, path);
  const aside = await setAside(full, expected);
  if (aside === false) return false;
  faultPoint('write-back.removal.moved');
  if (aside !== null) {
    await rm(aside, { force: true }).catch(async (error: unknown) => {
      await putBack(aside, full);
      throw error;
    });
  }
  for (let above = dirname(path); above.includes('/'); above = dirname(above)) {
    try {
      await rmdir(join(root, above));
    } catch {
      return true;
    }
  }
  return true;
}

/** The new name of what stood there; null for nothing; false, and put back, when it is none of `expected`. */
async function setAside(full: string, expected: readonly (string | null)[]): Promise<string | null | false> {
  const stats = lstatSync(full, { throwIfNoEntry: false });
  if (stats === undefined) return expected.includes(null) ? null : false;
  if (!stats.isFile()) return false;
  const before = await readRegular(full);
  if (before === null || !expected.includes(contentHash(before))) return false;
  const aside = asideFor(full);
  await rename(full, aside);
  faultPoint('write-back.aside.moved');
  try {
    const moved = await readRegular(aside);
    if (moved !== null && expected.includes(contentHash(moved))) return aside;
  } catch (error) {
    await putBack(aside, full);
    throw error;
  }
  await putBack(aside, full);
  return false;
}

/** The old file has its name again, unless another has; a disk without room for a second name still lets it move. */
async function putBack(aside: string, full: string): Promise<void> {
  const linked = await placeNew(aside, full).catch(() => undefined);
  if (linked) await rm(aside, { force: true });
  else if (linked === undefined && !existsSync(full)) await rename(aside, full);
}

/** Gives the draft its name unless somebody took that name meanwhile. */
async function placeNew(draft: string, full: string): Promise<boolean> {
  try {
    await link(draft, full);
    return true;
  } catch (error) {
    const code = error instanceof Error && 'code' in error ? error.code : null;
    if (code === 'EEXIST') return false;
    if (code !== 'EPERM' && code !== 'ENOTSUP' && code !== 'EOPNOTSUPP' && code !== 'ENOSYS') throw error;
    await rename(draft, full);
    return true;
  }
}

async function writeDraft(
  draft: string,
  bytes: Uint8Array,
  { mode, durable }: { readonly mode: number; readonly durable: boolean },
): Promise<void> {
  const handle = await open(draft, 'wx', mode);
  try {
    await handle.writeFile(bytes);
    await handle.chmod(mode);
    if (durable) await handle.datasync();
  } finally {
    await handle.close();
  }
}

const draftEnding = '.andon-tmp';
const asideEnding = `.aside${draftEnding}`;
/** A file's name may hold 255 bytes. */
const longestName = 255;

/** A name next to the file that the tree's rules leave out of every hash and commit. */
function besides(full: string): string {
  return join(dirname(full), `.${basename(full).slice(0, 80)}.${randomUUID()}${draftEnding}`);
}

/** A name for the old file, from which its place can be told after a crash; a name too long for that is cut short. */
function asideFor(full: string): string {
  const rest = `.${randomUUID().slice(0, 8)}${asideEnding}`;
  const name = Buffer.from(basename(full));
  const long = name.length + rest.length + 1 > longestName;
  return join(dirname(full), `.${long ? `${name.toString('hex').slice(0, 40)}~` : name.toString()}${rest}`);
}

/** Whether a file of this name is a draft, or an old file that was moved aside. */
export function isDraft(name: string): boolean {
  return name.endsWith(draftEnding);
}

/** The name a file had before it was moved aside; undefined for a draft. */
export function asideOf(name: string): string | undefined {
  return /^\.(.+)\.[0-9a-f]{8}\.aside\.andon-tmp$/s.exec(name)?.[1];
}

async function readRegular(full: string): Promise<Buffer | null> {
  const handle = await open(full, constants.O_RDONLY | constants.O_NOFOLLOW | constants.O_NONBLOCK);
  try {
    return (await handle.stat()).isFile() ? await handle.readFile() : null;
  } finally {
    await handle.close();
  }
}

/** Null when every directory on the way is a real one; else why the path is absent or not to be touched. */
function wayTo(root: string, path: string): Present | null {
  const segments = path.split('/');
  if (
    path.startsWith('/') ||
    segments.some((segment) => segment === '' || segment === '.' || segment === '..')
  ) {
    return { type: 'foreign', reason: 'leaves the service’s directory' };
  }
  let current = root;
  for (const segment of segments.slice(0, -1)) {
    current = join(current, segment);
    const stats = lstatSync(current, { throwIfNoEntry: false });
    if (stats === undefined) return { type: 'absent' };
    if (!stats.isDirectory()) return { type: 'foreign', reason: `${segment} is not a directory` };
  }
  return null;
}
