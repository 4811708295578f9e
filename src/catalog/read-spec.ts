import { constants, lstatSync, type Stats } from 'node:fs';
import { open } from 'node:fs/promises';
import { join } from 'node:path';
import { normaliseSpec } from '../contracts/spec-text.ts';
import { contentHash } from '../contracts/tree-hash.ts';
import type { Sighting } from './catalog.port.ts';
import { specSizeLimit } from './spec/spec-text.ts';

export const specFileNames = ['SPEC.md', 'SPECS.md'] as const;

/** The spec file of a directory, found but not read. `stamp` changes whenever the file may have. */
export type SpecFile = { readonly path: string; readonly stats: Stats; readonly stamp: string };

/** What tells one state of a file from the next without reading it. */
export function stampOf(stats: Stats): string {
  return `${stats.ino}:${stats.size}:${stats.mtimeMs}:${stats.ctimeMs}`;
}

/** `SPEC.md`, else `SPECS.md`, else null. Throws what the file system says, except that it is not there. */
export function findSpec(directory: string): SpecFile | null {
  for (const name of specFileNames) {
    const path = join(directory, name);
    const stats = lstatSync(path, { throwIfNoEntry: false });
    if (stats !== undefined) return { path, stats, stamp: stampOf(stats) };
  }
  return null;
}

/**
 * Reads a spec. Links and special files are never followed or opened, large files never read, and bytes that are no
 * UTF-8 never guessed at: each is `refused` with a sentence. Rejects when the file cannot be read at all.
 */
export async function readSpec(file: SpecFile): Promise<NonNullable<Sighting['spec']>> {
  const { path, stats } = file;
  if (stats.isSymbolicLink()) return refused(file, 'the spec is a symbolic link: put the file itself here');
  if (!stats.isFile()) return refused(file, 'the spec is not a regular file: put a text file here');
  if (stats.size > specSizeLimit) return refused(file, tooLarge);
  const handle = await open(path, constants.O_RDONLY | constants.O_NOFOLLOW | constants.O_NONBLOCK);
  try {
    const now = await handle.stat();
    if (!now.isFile() || now.size > specSizeLimit) return refused(file, tooLarge);
    const bytes = await handle.readFile();
    const text = decode(bytes);
    if (text === null) return refused(file, 'the spec is not valid UTF-8: save it as UTF-8');
    return { path, hash: contentHash(text), text };
  } finally {
    await handle.close();
  }
}

const tooLarge = `the spec is larger than ${specSizeLimit / 1024} KB: shorten it`;

function refused(file: SpecFile, why: string): NonNullable<Sighting['spec']> {
  return { path: file.path, hash: contentHash(`refused ${file.stamp}`), text: '', refused: why };
}

function decode(bytes: Uint8Array): string | null {
  try {
    return normaliseSpec(new TextDecoder('utf-8', { fatal: true }).decode(bytes));
  } catch {
    return null;
  }
}
