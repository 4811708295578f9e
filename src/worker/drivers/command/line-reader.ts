const longestLine = 64 * 1024;

/**
 * Makes lines of what comes in pieces. One longer than `longest` characters (default 64 Ki) is handed on in pieces, or
 * with `dropLong` left out as a whole and told of once, so that no program fills the memory.
 */
export function lineReader(
  onLine: (line: string) => void,
  { longest = longestLine, dropLong }: { longest?: number; dropLong?: (characters: number) => void } = {},
) {
  let parts: string[] = [];
  let length = 0;
  /** Characters of a line that is being left out. */
  let dropped = 0;

  const take = (piece: string, isWhole: boolean): void => {
    if (dropped > 0) {
      dropped += piece.length;
      if (isWhole) dropLong?.(dropped);
      if (isWhole) dropped = 0;
      return;
    }
    if (piece) parts.push(piece);
    length += piece.length;
    const tooLong = length > longest;
    if (tooLong && dropLong) {
      dropped = length;
      if (isWhole) dropLong(dropped);
      if (isWhole) dropped = 0;
    } else if (isWhole || tooLong) onLine(parts.join('').replace(/\r$/, ''));
    else return;
    parts = [];
    length = 0;
  };

  return {
    read(text: string): void {
      const pieces = text.split('\n');
      const last = pieces.pop() ?? '';
      for (const piece of pieces) take(piece, true);
      if (last) take(last, false);
    },
    /** Hands on what came without an end of line. */
    end(): void {
      if (length > 0 || dropped > 0) take('', true);
    },
  };
}
