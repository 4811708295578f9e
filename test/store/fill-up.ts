import { rmSync, statfsSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

/** Takes all room that is left on the disk of `directory` but `spare` bytes; returns what gives it back. */
export function fillUp(directory: string, spare = 0): () => void {
  const { bavail, bsize } = statfsSync(directory);
  const filler = join(directory, 'filler');
  writeFileSync(filler, Buffer.alloc(Math.max(0, bavail * bsize - spare)));
  return () => rmSync(filler);
}
