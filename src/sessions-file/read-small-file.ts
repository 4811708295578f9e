import { constants } from 'node:fs';
import { open } from 'node:fs/promises';

const fileLimit = 4 * 1024 * 1024;

/**
 * A regular file's text and when it was changed (epoch milliseconds); undefined where there is none. Rejects when it is
 * larger than 4 MB or cannot be read. What never ends, as a pipe does, is not waited for.
 */
export async function readSmallFile(path: string): Promise<{ text: string; changedAt: number } | undefined> {
  const handle = await open(path, constants.O_RDONLY | constants.O_NONBLOCK).catch(() => undefined);
  if (!handle) return undefined;
  try {
    const stats = await handle.stat();
    if (!stats.isFile()) return undefined;
    if (stats.size > fileLimit) throw new RangeError('it is larger than 4 MB');
    return { text: await handle.readFile('utf8'), changedAt: stats.mtimeMs };
  } finally {
    await handle.close();
  }
}
