import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { filesUnder } from '../stack/build-files.ts';
import type { Stack } from '../stack/stack.ts';
import type { LineHits } from './test-report.ts';

export type Coverage = {
  /** 0–100 over all source lines; null when there is no source to cover. */
  readonly percent: number | null;
  /** The files with the lowest share, worst first. */
  readonly worst: readonly { readonly path: string; readonly percent: number }[];
};

type Counted = { readonly path: string; readonly covered: number; readonly lines: number };

const testFolder = /(?:^|\/)(?:tests?|__tests__)\//;
const testName =
  /(?:^|\/)(?:test-[^/]*|[^/]*[._-]test)\.[cm]?[jt]s$|(?:^|\/)(?:test_[^/]*|[^/]*_test|conftest)\.(?:py|go)$/;
const browserFolder = /(?:^|\/)(?:public|static|assets)\//;
const configName = /^[^/]*\.config\.[cm]?[jt]s$/;

/**
 * Share of the source lines that the suite ran. Runners leave out what was never loaded and count the tests themselves;
 * here every source file counts, never loaded as not covered, and test files do not.
 */
export async function coverageOf(build: string, stack: Stack, hits: LineHits): Promise<Coverage> {
  const counted: Counted[] = [];
  for (const path of await sourceFiles(build, stack, hits)) {
    const text = await readFile(join(build, path), 'utf8').catch(() => '');
    counted.push(countFile(path, text, hits.get(path)));
  }
  const lines = counted.reduce((sum, file) => sum + file.lines, 0);
  const covered = counted.reduce((sum, file) => sum + file.covered, 0);
  const worst = counted
    .filter((file) => file.lines > 0 && file.covered < file.lines)
    .map((file) => ({ path: file.path, percent: (100 * file.covered) / file.lines }))
    .sort((a, b) => a.percent - b.percent || (a.path < b.path ? -1 : 1));
  return { percent: lines === 0 ? null : (100 * covered) / lines, worst: worst.slice(0, 5) };
}

/** With a `src/` what lies in it, what starts the service, and what was loaded; else everything that is no test. */
async function sourceFiles(build: string, stack: Stack, hits: LineHits): Promise<string[]> {
  const code = (await filesUnder(build)).filter((path) => codeEnding(stack).test(path) && !isTest(path));
  const started = new Set(stack.start.map((word) => word.replace(/^\.\//, '')));
  const hasSrc = code.some((path) => path.startsWith('src/'));
  return code.filter((path) => {
    if (hits.has(path) || started.has(path)) return true;
    if (browserFolder.test(path) || configName.test(path)) return false;
    return hasSrc ? path.startsWith('src/') : true;
  });
}

function codeEnding(stack: Stack): RegExp {
  if (stack.name === 'python') return /\.py$/;
  if (stack.name === 'go') return /\.go$/;
  return stack.name === 'node' ? /\.[cm]?js$/ : /\.(?:[cm]?[jt]s|py|go|rb|rs|java|kt|php)$/;
}

function isTest(path: string): boolean {
  return testFolder.test(path) || testName.test(path);
}

function countFile(path: string, text: string, hits: ReadonlyMap<number, number> | undefined): Counted {
  const executable = executableLines(text, path.endsWith('.py'));
  if (!hits) return { path, covered: 0, lines: executable.length };
  // Node counts blank lines and comments as covered, and leaves out what a comment in the source switches off: only
  // lines with code count, and one without a figure was not shown to run.
  if (/\.[cm]?js$/.test(path)) {
    return {
      path,
      covered: executable.filter((line) => (hits.get(line) ?? 0) > 0).length,
      lines: executable.length,
    };
  }
  const all = [...hits.values()];
  return { path, covered: all.filter((hit) => hit > 0).length, lines: all.length };
}

/** Numbers of the lines that hold code: not blank, no comment, not brackets alone. */
export function executableLines(text: string, python: boolean): number[] {
  const numbers: number[] = [];
  let comment = false;
  for (const [index, raw] of text.split(/\r?\n/).entries()) {
    const line = raw.trim();
    const inside = comment;
    if (!python) {
      if (inside || line.startsWith('/*')) comment = !line.includes('*/');
      if (inside || line.startsWith('/*') || line.startsWith('//') || line.startsWith('#!')) continue;
    } else if (line.startsWith('#')) continue;
    if (!/^[\s{}()[\];,]*$/.test(line)) numbers.push(index + 1);
  }
  return numbers;
}
