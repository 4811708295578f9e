import { open } from 'node:fs/promises';

/** Read at once, bytes. A line longer than that is taken in pieces. */
const atOnce = 256 * 1024;
/** Of what was printed since the last look, the end is taken: so many bytes. */
const mostBehind = 4 * 1024 * 1024;

export type NewOutput = {
  readonly text: string;
  readonly offset: number;
  readonly more: boolean;
  readonly left: number;
};

/**
 * What was printed to a file since `offset`, as whole lines; undefined when there is nothing. `offset` in the answer is where
 * to go on, `more` whether that is at once, `left` how many bytes before the text were not read. A file that became smaller
 * was emptied and is read from its beginning; with `offset` null, its newest part is.
 */
export async function newOutput(path: string, offset: number | null): Promise<NewOutput | undefined> {
  const file = await open(path, 'r').catch(() => null);
  if (!file) return undefined;
  try {
    const { size } = await file.stat();
    const known = offset === null ? Math.max(0, size - atOnce) : offset > size ? 0 : offset;
    const from = Math.max(known, size - mostBehind);
    const buffer = Buffer.alloc(Math.min(atOnce, size - from));
    const { bytesRead } = await file.read(buffer, 0, buffer.length, from);
    const end = buffer.lastIndexOf(0x0a, bytesRead - 1) + 1;
    const taken = end > 0 ? end : bytesRead === atOnce ? bytesRead : 0;
    if (taken === 0)
      return offset === known ? undefined : { text: '', offset: from, more: false, left: from - known };
    const text = buffer.toString('utf8', 0, taken);
    return { text, offset: from + taken, more: bytesRead === atOnce, left: from - known };
  } finally {
    await file.close();
  }
}
