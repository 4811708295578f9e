import { type Dirent, existsSync } from 'node:fs';
import { link, readdir, rename, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { isIgnoredDirectory, isUserContent } from '../contracts/tree-rules.ts';
import { asideOf, isDraft } from './safe-file.ts';

/**
 * Puts right what a killed Andon left of replacing files below the services root: a file that was moved aside goes back
 * to its place unless something stands there now; every draft goes. What cannot be touched stays. Only to be called
 * while nobody replaces files there.
 */
export async function settleReplacements(root: string): Promise<void> {
  const entries = await entriesOf(root);
  await settleIn(root, entries);
  for (const entry of entries) {
    if (entry.isDirectory() && !isIgnoredDirectory(entry.name)) await settleBelow(join(root, entry.name), '');
  }
}

async function settleBelow(service: string, below: string): Promise<void> {
  const directory = join(service, below);
  const entries = await entriesOf(directory);
  await settleIn(directory, entries);
  for (const entry of entries) {
    const path = below === '' ? entry.name : `${below}/${entry.name}`;
    if (entry.isDirectory() && isUserContent(path)) await settleBelow(service, path);
  }
}

async function settleIn(directory: string, entries: readonly Dirent[]): Promise<void> {
  for (const entry of entries) {
    if (!entry.isFile() || !isDraft(entry.name)) continue;
    const path = join(directory, entry.name);
    const name = asideOf(entry.name);
    const kept = name === undefined || (await putBack(path, join(directory, name)).catch(() => false));
    if (kept) await rm(path, { force: true }).catch(() => undefined);
  }
}

/** Whether the file may go now: it has its name again, or another has. */
async function putBack(aside: string, place: string): Promise<boolean> {
  // Not every file system has links.
  await link(aside, place).catch(() => (existsSync(place) ? undefined : rename(aside, place)));
  return existsSync(place);
}

async function entriesOf(directory: string): Promise<Dirent[]> {
  return readdir(directory, { withFileTypes: true }).catch(() => []);
}
