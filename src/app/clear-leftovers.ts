import { mkdir, readdir, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { settleReplacements } from '../write-back/settle-replacements.ts';
import type { HomeDirectories } from './home-directories.ts';

/**
 * What a killed coordinator was in the middle of with files: those it was replacing in the user's tree are put right,
 * what it had for a moment in the home goes. To be called by the writer of the home, before anything else touches it.
 */
export async function clearLeftovers(directories: HomeDirectories, services: string): Promise<void> {
  await settleReplacements(services);
  await rm(directories.temp, { recursive: true, force: true });
  await mkdir(directories.temp, { recursive: true, mode: 0o700 });
  await dropDrafts(directories.home, 0);
  await dropDrafts(directories.keys, 0);
  await dropDrafts(directories.secrets, 0);
  await dropDrafts(directories.records, 1);
  await dropDrafts(directories.releases, 2);
  await dropDrafts(directories.git, 1);
}

/** Files that were to take another's place, and folders made for a moment, in a directory and so many levels below it. */
async function dropDrafts(directory: string, depth: number): Promise<void> {
  const entries = await readdir(directory, { withFileTypes: true }).catch(() => []);
  for (const entry of entries) {
    const path = join(directory, entry.name);
    const isDraft = entry.isDirectory() ? /\.part$/ : entry.isFile() ? /\.(part|new)$/ : undefined;
    if (isDraft?.test(entry.name)) await rm(path, { recursive: true, force: true });
    else if (entry.isDirectory() && depth > 0) await dropDrafts(path, depth - 1);
  }
}
