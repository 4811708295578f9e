import { lstat, readdir, rm, stat } from 'node:fs/promises';
import { join } from 'node:path';

/** What failed work may leave behind: untouched since, how many, and how much together. */
export type Kept = { readonly before: number; readonly count: number; readonly bytes: number };

type Left = { readonly key: string; readonly names: string[]; touched: number };

/** A workspace and everything beside it: `<ticket>-<token>`, `<ticket>-<token>.base.git` … */
const ofHolding = /^(.*?-\d+)(?:\..*)?$/;
/** Entries that are measured of one workspace; what is larger counts as this much, and is large. */
const mostEntries = 100_000;

/**
 * Removes what failed work left in `directory`: what nobody touched since `before` (epoch milliseconds), then the oldest
 * until no more than `count` workspaces and `bytes` bytes are there. Those of `inUse` stay and do not count.
 */
export async function dropOldWorkspaces(
  directory: string,
  { before, count, bytes }: Kept,
  inUse: readonly string[] = [],
): Promise<void> {
  const left = (await leftIn(directory)).filter(({ key }) => !inUse.includes(key));
  const remove = async ({ names }: Left): Promise<void> => {
    for (const name of names) await rm(join(directory, name), { recursive: true, force: true });
  };
  let room = bytes;
  let places = count;
  for (const one of left.sort((a, b) => b.touched - a.touched)) {
    if (one.touched < before || places <= 0 || room <= 0) {
      await remove(one);
      continue;
    }
    for (const name of one.names) room -= await sizeOf(join(directory, name));
    places -= 1;
    if (room < 0) await remove(one);
  }
}

async function leftIn(directory: string): Promise<Left[]> {
  const found = new Map<string, Left>();
  for (const name of await readdir(directory).catch(() => [])) {
    const key = ofHolding.exec(name)?.[1] ?? name;
    const info = await stat(join(directory, name)).catch(() => undefined);
    if (!info) continue;
    const one = found.get(key) ?? { key, names: [], touched: 0 };
    one.names.push(name);
    one.touched = Math.max(one.touched, info.mtimeMs);
    found.set(key, one);
  }
  return [...found.values()];
}

async function sizeOf(root: string): Promise<number> {
  let bytes = 0;
  let seen = 0;
  const paths = [root];
  for (let path = paths.pop(); path !== undefined && seen < mostEntries; path = paths.pop()) {
    seen += 1;
    const at = path;
    const info = await lstat(at).catch(() => undefined);
    bytes += info?.size ?? 0;
    if (!info?.isDirectory()) continue;
    for (const name of await readdir(at).catch(() => [])) paths.push(join(at, name));
  }
  return bytes;
}
