import { readdir, readFile, realpath } from 'node:fs/promises';
import { join } from 'node:path';
import { z } from 'zod';
import type { IdleParts, LineHits } from '../test-report.ts';
import { pathInBuild } from './failure-text.ts';
import { idleParts, mergeIdle } from './idle-parts.ts';
import { mergeHits } from './lcov.ts';
import { readReport } from './read-limits.ts';
import { type MappedSource, mappedHits, sourceMapCache } from './v8-source-maps.ts';

const range = z.object({ startOffset: z.number(), endOffset: z.number(), count: z.number() });
export type V8Range = z.infer<typeof range>;
const script = z.looseObject({
  url: z.string(),
  functions: z.array(z.looseObject({ ranges: z.array(range) })),
});
const report = z.looseObject({ result: z.array(script), 'source-map-cache': sourceMapCache.optional() });

const notTheirs = /(?:^|\/)node_modules\//;

/**
 * Line hits from what V8 left in `folder` (`NODE_V8_COVERAGE`), one file a process, those that the tests started included.
 * What a comment in the source switches off is counted like any other line. Files outside `build` are left out.
 */
export async function readV8Coverage(folder: string, build: string): Promise<LineHits> {
  return (await readV8Figures(folder, build)).hits;
}

/** The same, and the parts of the texts that never ran. */
export async function readV8Figures(
  folder: string,
  build: string,
): Promise<{ readonly hits: LineHits; readonly idle: IdleParts }> {
  const real = await realpath(build).catch(() => build);
  const texts = new Map<string, string>();
  const hits: LineHits[] = [];
  const idle: IdleParts[] = [];
  for (const name of (await readdir(folder).catch(() => [])).slice(0, 2_000)) {
    const parsed = parse(await readReport(join(folder, name)));
    if (!parsed) continue;
    const maps = parsed['source-map-cache'] ?? {};
    for (const one of parsed.result) {
      const path = one.url.startsWith('file:') ? pathInBuild(one.url, real) : undefined;
      if (path === undefined || notTheirs.test(path)) continue;
      const ranges = one.functions.flatMap((all) => all.ranges).sort(outerFirst);
      const mapped: MappedSource | undefined = maps[one.url];
      if (mapped) hits.push(mappedHits(mapped, ranges, one.url, real));
      else {
        const text = texts.get(path) ?? (await readFile(join(real, path), 'utf8').catch(() => ''));
        texts.set(path, text);
        hits.push(new Map([[path, lineHits(text, ranges)]]));
        idle.push(new Map([[path, idleParts(text, ranges)]]));
      }
    }
  }
  return { hits: mergeHits(hits), idle: mergeIdle(idle) };
}

function outerFirst(a: V8Range, b: V8Range): number {
  return b.endOffset - b.startOffset - (a.endOffset - a.startOffset);
}

/** The count of each line that is not blank: that of the innermost range around the whole of it. */
export function lineHits(text: string, ranges: readonly V8Range[]): Map<number, number> {
  const lines: { number: number; start: number; end: number }[] = [];
  let offset = 0;
  for (const [index, line] of text.split('\n').entries()) {
    const start = offset + (line.length - line.trimStart().length);
    const end = offset + line.trimEnd().length;
    if (end > start) lines.push({ number: index + 1, start, end });
    offset += line.length + 1;
  }
  const hits = new Map<number, number>();
  for (const { startOffset, endOffset, count } of ranges) {
    for (let at = firstFrom(lines, startOffset); at < lines.length; at += 1) {
      const line = lines[at];
      if (!line || line.end > endOffset) break;
      hits.set(line.number, count);
    }
  }
  return hits;
}

/** Index of the first line that begins at `offset` or after it. */
function firstFrom(lines: readonly { start: number }[], offset: number): number {
  let low = 0;
  let high = lines.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((lines[middle]?.start ?? 0) < offset) low = middle + 1;
    else high = middle;
  }
  return low;
}

function parse(text: string): z.infer<typeof report> | undefined {
  try {
    return report.parse(JSON.parse(text));
  } catch {
    return undefined;
  }
}
