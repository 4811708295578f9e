import { z } from 'zod';
import type { LineHits } from '../test-report.ts';
import { pathInBuild } from './failure-text.ts';

const mappedSource = z.looseObject({
  lineLengths: z.array(z.number()),
  data: z
    .looseObject({
      sources: z.array(z.string().nullable()),
      mappings: z.string(),
      sourceRoot: z.string().nullish(),
    })
    .nullable(),
});
export type MappedSource = z.infer<typeof mappedSource>;
/** What Node keeps beside V8's figures of sources that were compiled on the way: TypeScript under tsx or ts-node. */
export const sourceMapCache = z.record(z.string(), mappedSource);

type Range = { readonly startOffset: number; readonly endOffset: number; readonly count: number };

/** Hits of the lines of the original sources: the highest of what was made of each. `ranges` with the outer ones first. */
export function mappedHits(
  source: MappedSource,
  ranges: readonly Range[],
  url: string,
  build: string,
): LineHits {
  const hits = new Map<string, Map<number, number>>();
  if (!source.data) return hits;
  const lineStarts: number[] = [];
  let offset = 0;
  for (const length of source.lineLengths) {
    lineStarts.push(offset);
    offset += length + 1;
  }
  const counts = countsAt(ranges, offset);
  const paths = source.data.sources.map((name) => pathOf(name, source.data?.sourceRoot ?? '', url, build));
  for (const { line, column, source: index, original } of segmentsOf(source.data.mappings)) {
    const path = paths[index];
    const count = counts[(lineStarts[line] ?? offset) + column];
    if (path === undefined || count === undefined) continue;
    const lines = hits.get(path) ?? new Map<number, number>();
    lines.set(original + 1, Math.max(lines.get(original + 1) ?? 0, count));
    hits.set(path, lines);
  }
  return hits;
}

function countsAt(ranges: readonly Range[], length: number): Float64Array {
  const counts = new Float64Array(Math.min(length, 16 * 1024 * 1024)).fill(1);
  for (const { startOffset, endOffset, count } of ranges) counts.fill(count, startOffset, endOffset);
  return counts;
}

function pathOf(name: string | null, root: string, url: string, build: string): string | undefined {
  if (name === null) return undefined;
  try {
    return pathInBuild(new URL(`${root}${name}`, url).href, build);
  } catch {
    return undefined;
  }
}

const digits = new Map(
  [...'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/'].map((char, at) => [char, at]),
);

/** The segments of a source map's `mappings` that have an original place; lines and columns from zero. */
function* segmentsOf(
  mappings: string,
): Generator<{ line: number; column: number; source: number; original: number }> {
  let source = 0;
  let original = 0;
  for (const [line, text] of mappings.split(';').entries()) {
    let column = 0;
    for (const segment of text.split(',')) {
      const [forward, toSource, toLine] = numbersOf(segment);
      if (forward === undefined) continue;
      column += forward;
      if (toSource === undefined || toLine === undefined) continue;
      source += toSource;
      original += toLine;
      yield { line, column, source, original };
    }
  }
}

/** Base 64 VLQ: five bits a digit, the lowest of the first is the sign. */
function numbersOf(segment: string): number[] {
  const numbers: number[] = [];
  let value = 0;
  let shift = 0;
  for (const char of segment) {
    const digit = digits.get(char);
    if (digit === undefined) return [];
    value += (digit & 31) * 2 ** shift;
    shift += 5;
    if (digit & 32) continue;
    numbers.push(value % 2 === 1 ? -Math.floor(value / 2) : value / 2);
    value = 0;
    shift = 0;
  }
  return numbers;
}
