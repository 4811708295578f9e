import { constants, lstatSync } from 'node:fs';
import { open } from 'node:fs/promises';
import { join } from 'node:path';
import { contentHash } from '../contracts/tree-hash.ts';
import type { Sighting } from './catalog.port.ts';
import { stampOf } from './read-spec.ts';

/** The service's own settings, beside its spec. */
export const andonYamlName = 'andon.yaml';

const sizeLimit = 64 * 1024;

/** What tells one state of the file from the next without reading it; empty where there is none. */
export function andonYamlStamp(directory: string): string {
  const stats = lstatSync(join(directory, andonYamlName), { throwIfNoEntry: false });
  return stats === undefined ? '' : stampOf(stats);
}

/**
 * Reads `andon.yaml` of a service; undefined where there is none. Links and special files are never followed, and
 * neither they nor a large file are read: `refused` says so. Rejects when the file cannot be read at all.
 */
export async function readAndonYaml(directory: string): Promise<Sighting['settings']> {
  const path = join(directory, andonYamlName);
  const stats = lstatSync(path, { throwIfNoEntry: false });
  if (stats === undefined) return undefined;
  if (!stats.isFile()) return refused(stampOf(stats), 'is not a regular file: put the file itself here');
  if (stats.size > sizeLimit) return refused(stampOf(stats), `is larger than ${sizeLimit / 1024} KB`);
  const handle = await open(path, constants.O_RDONLY | constants.O_NOFOLLOW | constants.O_NONBLOCK);
  try {
    const text = await handle.readFile('utf8');
    return { hash: contentHash(text), text };
  } finally {
    await handle.close();
  }
}

function refused(stamp: string, why: string): NonNullable<Sighting['settings']> {
  return { hash: contentHash(`refused ${stamp}`), text: '', refused: why };
}
