/** Lines of a Go cover profile (`module/file.go:from.column,to.column statements count`), by file relative to the module. */
export function readCoverProfile(text: string, module: string): Map<string, Map<number, number>> {
  const hits = new Map<string, Map<number, number>>();
  for (const line of text.split('\n')) {
    const [, name = '', from, to, count] =
      line.match(/^(.{1,1000}):(\d{1,7})\.\d+,(\d{1,7})\.\d+ \d+ (\d{1,12})$/) ?? [];
    if (!from || !to || !count || Number(to) - Number(from) > 100_000) continue;
    const path = name.startsWith(`${module}/`) ? name.slice(module.length + 1) : name;
    const lines = hits.get(path) ?? new Map<number, number>();
    for (let number = Number(from); number <= Number(to); number += 1) {
      lines.set(number, Math.max(lines.get(number) ?? 0, Number(count)));
    }
    hits.set(path, lines);
  }
  return hits;
}
