/**
 * Numbers of the lines of a Python source that `# pragma: no cover` takes out: the line, and where it opens a block, the
 * block with the decorators before it.
 */
export function noCoverLines(text: string): Set<number> {
  const lines = text.split(/\r?\n/);
  const found = new Set<number>();
  for (const [index, line] of lines.entries()) {
    if (!/#\s*(?:pragma|PRAGMA)[:\s]?\s*(?:no|NO)\s*(?:cover|COVER)/.test(line)) continue;
    found.add(index + 1);
    if (!/:\s*#/.test(line)) continue;
    const indent = indentOf(line);
    for (let at = index - 1; at >= 0 && /^\s*@/.test(lines[at] ?? ''); at -= 1) found.add(at + 1);
    for (let at = index + 1; at < lines.length; at += 1) {
      const below = lines[at] ?? '';
      if (below.trim() === '') continue;
      if (indentOf(below) <= indent) break;
      found.add(at + 1);
    }
  }
  return found;
}

function indentOf(line: string): number {
  return line.length - line.trimStart().length;
}
