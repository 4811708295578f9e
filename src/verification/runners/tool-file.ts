import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { CleanRoom } from '../clean-room.ts';

/**
 * Puts a small program of Andon's beside the room, where its commands can read and not write it; written anew for every
 * run, since without a sandbox nothing else protects it. Resolves to its path; its folder has to be made readable.
 */
export async function toolFile(room: CleanRoom, name: string, text: string): Promise<string> {
  const folder = toolFolder(room);
  await mkdir(folder, { recursive: true });
  const path = join(folder, name);
  await writeFile(path, text);
  return path;
}

/** The folder of those programs. */
export function toolFolder(room: CleanRoom): string {
  return join(room.directory, 'tools');
}
