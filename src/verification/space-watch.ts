import { statfs } from 'node:fs/promises';

/** Bytes a program may still write below a directory. */
export type FreeBytes = (directory: string) => Promise<number>;

/** A disk with less than this left was full for whoever wrote to it, or is about to be. */
const tooLittle = 8 << 20;
const lookMs = 200;

/** What the file system of a directory has left; rejects where it cannot be asked. */
export async function freeBytesOf(directory: string): Promise<number> {
  const { bavail, bsize } = await statfs(directory);
  return bavail * bsize;
}

/** Looks at a disk while something runs on it. `end` tells whether it was full at any look, the last one then included. */
export function watchSpace(directory: string, freeBytes: FreeBytes) {
  let least = Number.POSITIVE_INFINITY;
  const look = async (): Promise<void> => {
    const free = await freeBytes(directory).catch(() => Number.POSITIVE_INFINITY);
    least = Math.min(least, free);
  };
  void look();
  const timer = setInterval(look, lookMs);
  timer.unref();
  return {
    async end(): Promise<{ wasFull: boolean }> {
      clearInterval(timer);
      await look();
      return { wasFull: least < tooLittle };
    },
  };
}
