import { z } from 'zod';
import type { LineHits } from '../test-report.ts';
import { pathInBuild } from './failure-text.ts';
import { readJson } from './read-limits.ts';

const position = z.looseObject({ line: z.number() });
const file = z.looseObject({
  path: z.string(),
  statementMap: z.record(z.string(), z.looseObject({ start: position })),
  s: z.record(z.string(), z.number()),
});
const report = z.record(
  z.string(),
  z.union([file, z.looseObject({ data: file }).transform((one) => one.data)]),
);

/** Hits of the lines on which a statement begins, of an Istanbul report (`coverage-final.json`). Empty for what is none. */
export function readIstanbul(text: string, build: string): LineHits {
  const hits = new Map<string, Map<number, number>>();
  const parsed = report.safeParse(readJson(text));
  for (const one of Object.values(parsed.success ? parsed.data : {})) {
    const path = pathInBuild(one.path, build);
    if (path === undefined) continue;
    const lines = hits.get(path) ?? new Map<number, number>();
    for (const [id, { start }] of Object.entries(one.statementMap)) {
      lines.set(start.line, Math.max(lines.get(start.line) ?? 0, one.s[id] ?? 0));
    }
    hits.set(path, lines);
  }
  return hits;
}
