import { mkdir, rm } from 'node:fs/promises';
import { join } from 'node:path';
import type { SandboxOutcome } from '../../sandbox/sandbox.port.ts';
import type { Stack } from '../../stack/stack.ts';
import { type CleanRoom, machineTrouble, outgrown } from '../clean-room.ts';
import { endingWords } from '../evidence/ending-words.ts';
import { mergeIdle } from '../evidence/idle-parts.ts';
import { mergeHits } from '../evidence/lcov.ts';
import { readNodeEvents } from '../evidence/node-events.ts';
import { readReport } from '../evidence/read-limits.ts';
import { readV8Figures } from '../evidence/v8-coverage.ts';
import { type IdleParts, type LineHits, notRun, type TestReport, type TestResult } from '../test-report.ts';
import { flushCoverage, measuring } from './flush-coverage.ts';
import { nodeReporter } from './node-reporter.ts';
import type { SuiteOptions } from './run-suite.ts';
import { toolFile, toolFolder } from './tool-file.ts';

/**
 * Node's own runner, one process a file, without `--test`: under `--test` a file that leaves by `process.exit` counts as
 * passed, here its report breaks off and it does not count.
 */
export async function runNodeTests(
  room: CleanRoom,
  stack: Stack,
  files: readonly string[],
  options: SuiteOptions,
): Promise<TestReport> {
  const results: TestResult[] = [];
  const hits: LineHits[] = [];
  const idle: IdleParts[] = [];
  const empty: string[] = [];
  const problems: string[] = [];
  const reporter = await toolFile(room, 'node-reporter.mjs', nodeReporter);
  const flush = await toolFile(room, 'flush-coverage.cjs', flushCoverage);
  const end = performance.now() + options.timeoutMs;
  for (const [index, file] of files.entries()) {
    const left = Math.max(1_000, end - performance.now());
    const done = results.filter((result) => result.status === 'passed').length;
    const one = await runFile(
      room,
      stack,
      { file, index, reporter, flush },
      {
        ...options,
        timeoutMs: left,
        tick: (passed, seen) => options.tick(done + passed, results.length + seen),
      },
    );
    if (one.environment !== null) return one;
    results.push(...one.results);
    empty.push(...one.empty);
    problems.push(...one.problems);
    hits.push(one.hits);
    if (one.idle) idle.push(one.idle);
    options.tick(results.filter((result) => result.status === 'passed').length, results.length);
    const isBad =
      problems.length + empty.length > 0 || one.results.some((result) => result.status === 'failed');
    if (options.bail && isBad) break;
  }
  return { results, hits: mergeHits(hits), idle: mergeIdle(idle), empty, problems, environment: null };
}

async function runFile(
  room: CleanRoom,
  stack: Stack,
  { file, index, reporter, flush }: { file: string; index: number; reporter: string; flush: string },
  options: SuiteOptions,
): Promise<TestReport> {
  const events = join(room.reports, `node-${index}.jsonl`);
  const figures = join(room.reports, `v8-${index}`);
  // What an earlier test may have left there is not this one's report.
  for (const path of [events, figures]) await rm(path, { recursive: true, force: true });
  const coverage = options.coverage ?? true;
  if (coverage) await mkdir(figures);
  let seen = 0;
  let passed = 0;
  let counted: number | undefined;
  const outcome = await room.run(stack, {
    argv: [
      'node',
      ...['--test-reporter=tap', '--test-reporter-destination=stdout'],
      ...[`--test-reporter=${reporter}`, `--test-reporter-destination=${events}`],
      file,
    ],
    env: { ...(coverage ? measuring(stack, figures, flush) : {}), ...options.env },
    readable: [toolFolder(room)],
    network: 'loopback',
    timeoutMs: options.timeoutMs,
    onLine: (line) => {
      const [, not] = line.match(/^\s*(not )?ok \d+ - /) ?? [];
      const total = line.match(/^# tests (\d+)$/)?.[1];
      if (total !== undefined) counted = Number(total);
      if (!/^\s*(?:not )?ok \d+ - /.test(line)) return;
      seen += 1;
      if (not === undefined) passed += 1;
      options.tick(passed, seen);
    },
  });
  const trouble = machineTrouble(outcome, 'node');
  if (trouble) return notRun(trouble);
  const text = await readReport(events);
  const read = readNodeEvents(text, file, room.build);
  const { hits, idle } = await readV8Figures(figures, room.build);
  await rm(figures, { recursive: true, force: true });
  const inOrder = outcome.reason === 'exited' && outcome.exit === 0;
  if (inOrder && (read?.results.length === 0 || text === '')) {
    return { results: [], hits, idle, empty: [file], problems: [], environment: null };
  }
  const problems = problemsOf({ file, build: room.build, outcome, results: read?.results, counted });
  return {
    results: read?.results ?? [],
    hits,
    idle,
    empty: [],
    problems: [...problems, ...(read?.problems ?? [])],
    environment: null,
  };
}

function problemsOf({
  file,
  build,
  outcome,
  results,
  counted,
}: {
  file: string;
  build: string;
  outcome: SandboxOutcome;
  results: readonly TestResult[] | undefined;
  counted: number | undefined;
}): string[] {
  if (outcome.reason === 'timeout')
    return [`${file} did not end in its time: a server, timer or promise is left open`];
  const large = outgrown(outcome, file);
  if (large !== null) return [large];
  const words = endingWords(outcome.output, build);
  const ending = outcome.signal ?? `exit ${outcome.exit}`;
  if (!results) return [`${file} ended before its tests were done (${ending}):\n${words}`];
  const failures = results.some((result) => result.status === 'failed');
  if (outcome.exit !== 0 && !failures)
    return [`${file} ended with ${ending} although no test failed:\n${words}`];
  if (outcome.exit === 0 && failures) return [`${file} ended with exit 0 although a test failed`];
  // The runner prints its count last; a report that holds less was not written by it alone.
  return counted !== undefined && counted > results.length
    ? [`${file}: the runner printed ${counted} tests, and its report holds ${results.length}`]
    : [];
}
