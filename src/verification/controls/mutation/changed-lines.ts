import { readFile } from 'node:fs/promises';
import { join } from 'node:path';

/** Files longer than this are taken as changed as a whole. */
const mostLines = 3_000;

/** Numbers of the lines of a file that are not in what it was before; null: all of them. */
export async function changedLines(
  baseline: string | null,
  path: string,
  text: string,
): Promise<ReadonlySet<number> | null> {
  if (baseline === null) return null;
  const before = await readFile(join(baseline, path), 'utf8').catch(() => null);
  return before === null ? null : linesAdded(before.split('\n'), text.split('\n'));
}

/** Numbers (from 1) of the lines of `after` that a longest common subsequence with `before` leaves out; null when too long to tell. */
export function linesAdded(before: readonly string[], after: readonly string[]): ReadonlySet<number> | null {
  let start = 0;
  while (start < before.length && start < after.length && before[start] === after[start]) start += 1;
  let end = 0;
  while (
    end < before.length - start &&
    end < after.length - start &&
    before[before.length - 1 - end] === after[after.length - 1 - end]
  ) {
    end += 1;
  }
  const old = before.slice(start, before.length - end);
  const now = after.slice(start, after.length - end);
  if (old.length > mostLines || now.length > mostLines) return null;
  const width = now.length + 1;
  const common = new Uint16Array((old.length + 1) * width);
  const at = (i: number, j: number) => common[i * width + j] ?? 0;
  for (let i = old.length - 1; i >= 0; i -= 1) {
    for (let j = now.length - 1; j >= 0; j -= 1) {
      common[i * width + j] = old[i] === now[j] ? at(i + 1, j + 1) + 1 : Math.max(at(i + 1, j), at(i, j + 1));
    }
  }
  const added = new Set<number>();
  let i = 0;
  for (let j = 0; j < now.length; ) {
    if (i < old.length && old[i] === now[j]) {
      i += 1;
      j += 1;
    } else if (i < old.length && at(i + 1, j) >= at(i, j + 1)) i += 1;
    else {
      added.add(start + j + 1);
      j += 1;
    }
  }
  return added;
}
