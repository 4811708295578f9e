import type { Stack } from '../stack/stack.ts';
import { executableLines, statementLines } from './evidence/executable-lines.ts';
import { noCoverLines } from './evidence/no-cover.ts';
import { type SourceFile, sourceFiles } from './evidence/source-files.ts';
import type { LineHits } from './test-report.ts';

export type Coverage = {
  /** 0–100 over all source lines; null when there is no source to cover. */
  readonly percent: number | null;
  /** The files with the lowest share, worst first. */
  readonly worst: readonly { readonly path: string; readonly percent: number }[];
  /** Every source file, the least covered first; the first of very many. */
  readonly files: readonly CoveredFile[];
};

/** How much of one file the suite ran. */
export type CoveredFile = {
  readonly path: string;
  readonly covered: number;
  readonly lines: number;
  /** Lines that never ran, from and to; the first of them. */
  readonly missed: readonly (readonly [from: number, to: number])[];
};

type Counted = {
  readonly path: string;
  readonly covered: number;
  readonly lines: number;
  /** Of the lines that are not covered, those that the source itself asks to leave out. */
  readonly excused: number;
  readonly missed: CoveredFile['missed'];
};

/** What is kept of a suite's coverage: so many files, and parts of each that never ran. */
const filesKept = 500;
const partsKept = 40;

/** Share of the lines that sources may ask to leave out, and the number that is always allowed: a small service has few lines. */
const excusedShare = 0.15;
const excusedLines = 6;

/**
 * Share of the source lines that the suite ran. Runners leave out what was never loaded, what a comment switches off, and
 * count the tests themselves; here every source file counts, never loaded as not covered, and test files do not. Python's
 * `pragma: no cover` is honoured for a small share of the lines.
 */
export async function coverageOf(build: string, stack: Stack, hits: LineHits): Promise<Coverage> {
  const counted = (await sourceFiles(build, stack, hits)).map((file) => countFile(file, hits.get(file.path)));
  const sum = (of: (file: Counted) => number) => counted.reduce((total, file) => total + of(file), 0);
  const all = sum((file) => file.lines);
  const allowed = Math.max(excusedLines, Math.floor(all * excusedShare));
  const lines =
    all -
    Math.min(
      allowed,
      sum((file) => file.excused),
    );
  const covered = sum((file) => file.covered);
  const sorted = counted
    .filter((file) => file.lines > 0)
    .map((file) => ({ ...file, percent: (100 * file.covered) / file.lines }))
    .sort((a, b) => a.percent - b.percent || (a.path < b.path ? -1 : 1));
  const worst = sorted.filter((file) => file.covered < file.lines).slice(0, 5);
  return {
    percent: all === 0 ? null : lines === 0 ? 100 : (100 * covered) / lines,
    worst: worst.map(({ path, percent }) => ({ path, percent })),
    files: sorted
      .slice(0, filesKept)
      .map(({ path, covered, lines, missed }) => ({ path, covered, lines, missed })),
  };
}

function countFile({ path, text }: SourceFile, hits: ReadonlyMap<number, number> | undefined): Counted {
  const lines = linesOf(path, text, hits);
  const isCovered = (line: number) => (hits?.get(line) ?? 0) > 0;
  const excused = hits && path.endsWith('.py') ? noCoverLines(text) : new Set<number>();
  return {
    path,
    covered: lines.filter(isCovered).length,
    lines: lines.length,
    excused: lines.filter((line) => !isCovered(line) && excused.has(line)).length,
    missed: partsOf(lines, isCovered),
  };
}

/** Neighbours among the lines that count are one part, whatever stands between them. */
function partsOf(lines: readonly number[], isCovered: (line: number) => boolean): [number, number][] {
  const parts: [number, number][] = [];
  let wasMissed = false;
  for (const line of [...lines].sort((a, b) => a - b)) {
    const isMissed = !isCovered(line);
    const last = parts.at(-1);
    if (isMissed && wasMissed && last) last[1] = line;
    else if (isMissed && parts.length === partsKept) break;
    else if (isMissed) parts.push([line, line]);
    wasMissed = isMissed;
  }
  return parts;
}

/**
 * The lines of a file that count. Of JavaScript: those with code that have a figure, and those on which a statement begins and
 * that have none, since a comment took it away. Of TypeScript that was never loaded: its statements, as types are nothing to run.
 */
function linesOf(path: string, text: string, hits: ReadonlyMap<number, number> | undefined): number[] {
  const code = executableLines(text, path.endsWith('.py'));
  if (!/\.[cm]?[jt]sx?$/.test(path)) return hits ? [...hits.keys()] : code;
  const isTyped = /\.[cm]?tsx?$/.test(path);
  if (!hits && !isTyped) return code;
  const statements = statementLines(path, text);
  if (!statements) return code;
  return hits ? code.filter((line) => hits.has(line) || statements.has(line)) : [...statements];
}
