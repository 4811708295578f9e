/** Characters kept of one line. */
const longest = 4_000;
/** Lines kept of one text. */
const most = 2_000;

/**
 * The lines of a text as a terminal would leave them: what a lone carriage return writes over is gone, empty lines too.
 * Longer ones are cut and say by how much.
 */
export function cutLines(text: string): string[] {
  const lines: string[] = [];
  let from = 0;
  while (from < text.length) {
    if (lines.length === most) {
      lines.push('(more was printed at once than is kept)');
      break;
    }
    const end = text.indexOf('\n', from);
    const stop = end < 0 ? text.length : end;
    const line = cut(text, from, stop);
    if (line !== '') lines.push(line);
    from = stop + 1;
  }
  return lines;
}

function cut(text: string, from: number, stop: number): string {
  const printed = text.slice(from, text[stop - 1] === '\r' ? stop - 1 : stop);
  const line = printed.slice(printed.lastIndexOf('\r') + 1);
  const left = line.length - longest;
  return left <= 0 ? line : `${line.slice(0, longest)} … (${left} more characters)`;
}
