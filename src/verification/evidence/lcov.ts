import { lcovParser } from '@friedemannsommer/lcov-parser';
import type { LineHits } from '../test-report.ts';
import { pathInBuild } from './failure-text.ts';

/** Line hits of an lcov report, by path relative to `build`; files outside it are left out. Empty for what is no lcov. */
export async function readLcov(text: string, build: string): Promise<LineHits> {
  const sections = text.trim() === '' ? [] : await lcovParser({ from: text }).catch(() => []);
  const hits = new Map<string, Map<number, number>>();
  for (const section of sections) {
    const path = pathInBuild(section.path, build);
    if (path === undefined) continue;
    const lines = hits.get(path) ?? new Map<number, number>();
    for (const { line, hit } of section.lines.details) lines.set(line, (lines.get(line) ?? 0) + hit);
    hits.set(path, lines);
  }
  return hits;
}

/** The sum of several reports. */
export function mergeHits(reports: readonly LineHits[]): LineHits {
  const merged = new Map<string, Map<number, number>>();
  for (const report of reports) {
    for (const [path, lines] of report) {
      const known = merged.get(path) ?? new Map<number, number>();
      for (const [line, hit] of lines) known.set(line, (known.get(line) ?? 0) + hit);
      merged.set(path, known);
    }
  }
  return merged;
}
