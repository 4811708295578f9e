import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Stack } from '../../stack/stack.ts';
import { type CleanRoom, lastLines, machineTrouble } from '../clean-room.ts';
import { readJunit } from '../junit.ts';
import { mergeHits, readLcov } from '../lcov.ts';
import { type LineHits, notRun, type TestReport, type TestResult } from '../test-report.ts';
import type { Tick } from './run-suite.ts';

/**
 * Node's own runner, one process a file, without `--test`: under `--test` a file that leaves by `process.exit` counts as
 * passed, here its report breaks off and it does not count.
 */
export async function runNodeTests(
  room: CleanRoom,
  stack: Stack,
  files: readonly string[],
  options: { timeoutMs: number; tick: Tick },
): Promise<TestReport> {
  const results: TestResult[] = [];
  const hits: LineHits[] = [];
  const empty: string[] = [];
  const problems: string[] = [];
  const end = performance.now() + options.timeoutMs;
  for (const [index, file] of files.entries()) {
    const left = Math.max(1_000, end - performance.now());
    const done = results.filter((result) => result.status === 'passed').length;
    const one = await runFile(room, stack, file, index, left, (passed, seen) =>
      options.tick(done + passed, results.length + seen),
    );
    if (one.environment !== null) return one;
    results.push(...one.results);
    empty.push(...one.empty);
    problems.push(...one.problems);
    hits.push(one.hits);
    options.tick(results.filter((result) => result.status === 'passed').length, results.length);
  }
  return { results, hits: mergeHits(hits), empty, problems, environment: null };
}

async function runFile(
  room: CleanRoom,
  stack: Stack,
  file: string,
  index: number,
  timeoutMs: number,
  tick: Tick,
): Promise<TestReport> {
  const junit = join(room.reports, `${index}.xml`);
  const lcov = join(room.reports, `${index}.info`);
  let seen = 0;
  let passed = 0;
  const outcome = await room.run(stack, {
    argv: [
      'node',
      '--experimental-test-coverage',
      ...['--test-reporter=tap', '--test-reporter-destination=stdout'],
      ...['--test-reporter=junit', `--test-reporter-destination=${junit}`],
      ...['--test-reporter=lcov', `--test-reporter-destination=${lcov}`],
      file,
    ],
    network: 'loopback',
    timeoutMs,
    onLine: (line) => {
      const [, not] = line.match(/^\s*(not )?ok \d+ - /) ?? [];
      if (!/^\s*(?:not )?ok \d+ - /.test(line)) return;
      seen += 1;
      if (not === undefined) passed += 1;
      tick(passed, seen);
    },
  });
  const trouble = machineTrouble(outcome, 'node');
  if (trouble) return notRun(trouble);
  const xml = await read(junit);
  const results = readJunit(xml, file);
  const hits = await readLcov(await read(lcov), room.build);
  const inOrder = outcome.reason === 'exited' && outcome.exit === 0;
  if (inOrder && (results?.length === 0 || xml === '')) {
    return { results: [], hits, empty: [file], problems: [], environment: null };
  }
  const problem = problemOf(file, outcome, results);
  return { results: results ?? [], hits, empty: [], problems: problem ? [problem] : [], environment: null };
}

function problemOf(
  file: string,
  outcome: { reason: string; exit: number | null; signal: string | null; output: string },
  results: readonly TestResult[] | undefined,
): string | null {
  if (outcome.reason === 'timeout')
    return `${file} did not end in its time: a server, timer or promise is left open`;
  if (outcome.reason === 'output') return `${file} wrote more output than a test may`;
  const words = lastLines(outcome.output);
  const ending = outcome.signal ?? `exit ${outcome.exit}`;
  if (!results) return `${file} ended before its tests were done (${ending}):\n${words}`;
  const failures = results.some((result) => result.status === 'failed');
  return outcome.exit === 0 || failures
    ? null
    : `${file} ended with ${ending} although no test failed:\n${words}`;
}

async function read(path: string): Promise<string> {
  return readFile(path, 'utf8').catch(() => '');
}
