/** Edits of whole files come in one line. */
const longestBytes = 32 * 1024 ** 2;
const newline = 10;

/**
 * Makes lines of bytes that come in any pieces. A line of more than 32 MiB is left out, and its size told when it is over:
 * no program fills the memory.
 */
export function createByteLines(onLine: (line: string) => void, onTooLong: (bytes: number) => void) {
  let parts: Buffer[] = [];
  let bytes = 0;
  const finish = (): void => {
    const kept = parts;
    const size = bytes;
    parts = [];
    bytes = 0;
    if (size > longestBytes) onTooLong(size);
    else if (size > 0) onLine(Buffer.concat(kept).toString('utf8'));
  };
  const add = (part: Buffer): void => {
    bytes += part.length;
    if (bytes <= longestBytes) parts.push(part);
    else parts = [];
  };
  return {
    read(chunk: Buffer): void {
      let from = 0;
      for (let at = chunk.indexOf(newline); at >= 0; at = chunk.indexOf(newline, from)) {
        add(chunk.subarray(from, at));
        finish();
        from = at + 1;
      }
      if (from < chunk.length) add(chunk.subarray(from));
    },
    /** Hands on what came without an end of line. */
    end: finish,
  };
}
