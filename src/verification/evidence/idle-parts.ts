import type { IdleParts } from '../test-report.ts';
import type { V8Range } from './v8-coverage.ts';

type Part = readonly [number, number];

/** The parts of a text of which the innermost range has the count 0; `ranges` are sorted, outer ones first. */
export function idleParts(text: string, ranges: readonly V8Range[]): Part[] {
  const idle = new Uint8Array(text.length);
  for (const { startOffset, endOffset, count } of ranges)
    idle.fill(count === 0 ? 1 : 0, startOffset, endOffset);
  const parts: Part[] = [];
  for (let at = idle.indexOf(1); at >= 0; ) {
    const end = idle.indexOf(0, at);
    parts.push([at, end < 0 ? text.length : end]);
    at = end < 0 ? -1 : idle.indexOf(1, end);
  }
  return parts;
}

/** What never ran in any of several processes that loaded a file. */
export function mergeIdle(reports: readonly IdleParts[]): IdleParts {
  const merged = new Map<string, readonly Part[]>();
  for (const report of reports) {
    for (const [path, parts] of report) {
      const known = merged.get(path);
      merged.set(path, known ? shared(known, parts) : parts);
    }
  }
  return merged;
}

function shared(some: readonly Part[], others: readonly Part[]): Part[] {
  const found: Part[] = [];
  let at = 0;
  for (const [from, to] of some) {
    while ((others[at]?.[1] ?? Number.POSITIVE_INFINITY) <= from) at += 1;
    for (let next = at; (others[next]?.[0] ?? Number.POSITIVE_INFINITY) < to; next += 1) {
      const [start, end] = others[next] ?? [to, to];
      found.push([Math.max(from, start), Math.min(to, end)]);
    }
  }
  return found;
}
