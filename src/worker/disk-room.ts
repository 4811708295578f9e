import { statfs } from 'node:fs/promises';
import { messageOf } from '../errors.ts';

/** With less than this, whatever went wrong is taken for the disk's fault. */
const littleBytes = 32 * 1024 * 1024;

/** The sentence for work that failed since a disk is full; undefined where it is not. */
export async function fullDisk(directory: string, error?: unknown): Promise<string | undefined> {
  const room = await statfs(directory).catch(() => undefined);
  const free = room ? room.bavail * room.bsize : undefined;
  if (!saysFull(error) && (free === undefined || free >= littleBytes)) return undefined;
  const left = free === undefined ? '' : ` (${Math.floor(free / 1024 / 1024)} MB are free)`;
  return `The disk that ${directory} is on is full${left}: make room there, or start the worker with another --work-dir`;
}

/** Whether the error says that a disk has no room. */
export function saysFull(error: unknown): boolean {
  if (!(error instanceof Error)) return false;
  const code = 'code' in error ? error.code : undefined;
  if (code === 'ENOSPC' || code === 'EDQUOT') return true;
  return (
    /\bENOSPC\b|no space left on device|disk quota exceeded/i.test(messageOf(error)) || saysFull(error.cause)
  );
}
