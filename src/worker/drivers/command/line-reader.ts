const longestLine = 64 * 1024;

/** Makes lines of what comes in pieces; one without an end is cut, so that no program fills the memory. */
export function lineReader(onLine: (line: string) => void) {
  let rest = '';
  return {
    read(text: string): void {
      const lines = (rest + text).split('\n');
      rest = lines.pop() ?? '';
      for (const line of lines) onLine(line.replace(/\r$/, ''));
      if (rest.length > longestLine) this.end();
    },
    /** Hands on what came without an end of line. */
    end(): void {
      if (rest) onLine(rest);
      rest = '';
    },
  };
}
