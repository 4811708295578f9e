import { readdir, rm, stat } from 'node:fs/promises';
import { join } from 'node:path';

/**
 * Removes what failed work left in `directory` and nobody touched since `before` (epoch milliseconds). Names that begin
 * with one of `inUse` stay.
 */
export async function dropOldWorkspaces(
  directory: string,
  before: number,
  inUse: readonly string[] = [],
): Promise<void> {
  for (const name of await readdir(directory).catch(() => [])) {
    if (inUse.some((prefix) => name.startsWith(prefix))) continue;
    const path = join(directory, name);
    const info = await stat(path).catch(() => undefined);
    if (info && info.mtimeMs < before) await rm(path, { recursive: true, force: true });
  }
}
