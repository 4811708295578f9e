import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { filesUnder } from '../../stack/build-files.ts';
import type { Stack } from '../../stack/stack.ts';
import type { CleanRoom } from '../clean-room.ts';
import { type Coverage, coverageOf } from '../coverage.ts';
import { install } from '../install.ts';
import { runSuite, type Tick } from '../runners/run-suite.ts';
import type { TestReport, TestResult } from '../test-report.ts';
import { changedPaths, treeDigest } from '../tree-digest.ts';
import { failed, type GateOptions, type GateOutcome, inconclusive } from './gate.ts';
import { stackForGate } from './stack-for-gate.ts';

const shownFailures = 20;

/** Gate *test*: more than zero tests ran, all of them passed, none was skipped, and they cover the source. */
export async function testGate(room: CleanRoom, options: GateOptions): Promise<GateOutcome> {
  const found = await stackForGate(room.build, options.andonYaml);
  if ('outcome' in found) return found.outcome;
  const { stack } = found;
  if (!stack.test) return failed([noTests(stack)], { hasTests: false, tests: countsOf([]) });
  options.progress({ phase: 'install' });
  const installed = await install(room, stack, {
    timeoutMs: options.times.installMs,
    env: options.installEnv,
  });
  if (!installed.ok) {
    return installed.fault === 'work'
      ? failed([installed.reason])
      : inconclusive('environment', installed.reason);
  }
  const expected = await writtenTests(room.build);
  const tick: Tick = (passed, seen) =>
    options.progress({ phase: 'test', passed, total: Math.max(expected, seen) });
  tick(0, 0);
  const before = await treeDigest(room.build);
  const report = await runSuite(room, stack, stack.test, { timeoutMs: options.times.testsMs, tick });
  if (report.environment !== null) return inconclusive('environment', report.environment);
  const changed = changedPaths(before, await treeDigest(room.build));
  const coverage = await coverageOf(room.build, stack, report.hits);
  return judge(stack, report, changed, coverage, options.coveragePercent);
}

function judge(
  stack: Stack,
  report: TestReport,
  changed: readonly string[],
  coverage: Coverage,
  threshold: number,
): GateOutcome {
  const { results } = report;
  const tests = countsOf(results);
  if (tests.total === 0) {
    // What crashed or hung holds tests that need fixing; what ended in good order without one needs them written.
    return failed([...report.problems, ...emptyFiles(report), noTests(stack)], {
      hasTests: report.problems.length > 0,
      tests,
    });
  }
  const reasons = [
    ...report.problems,
    ...emptyFiles(report),
    ...named(results, 'failed', 'fails'),
    ...named(results, 'skipped', 'is skipped, and a skipped test is not a passed one'),
    ...changed.map((path) => `the tests changed BUILD/${path}: what is verified must stay as it was`),
    ...coverageProblems(coverage, threshold),
  ];
  const figures = {
    hasTests: true,
    tests,
    results,
    ...(coverage.percent === null ? {} : { coverage: rounded(coverage.percent) }),
  };
  return reasons.length === 0 ? { verdict: 'passed', reasons: [], ...figures } : failed(reasons, figures);
}

function emptyFiles(report: TestReport): string[] {
  return report.empty.map(
    (file) => `${file} reported no test: it holds none, or leaves by process.exit before they are done`,
  );
}

function countsOf(results: readonly TestResult[]) {
  const count = (status: TestResult['status']) => results.filter((result) => result.status === status).length;
  return {
    passed: count('passed'),
    failed: count('failed'),
    skipped: count('skipped'),
    total: results.length,
  };
}

function named(results: readonly TestResult[], status: TestResult['status'], words: string): string[] {
  const some = results.filter((result) => result.status === status);
  const lines = some.slice(0, shownFailures).map((result) => {
    const why = result.message.trim() !== '' && status === 'failed' ? `: ${result.message.trim()}` : '';
    return `${result.id} ${words}${why}`;
  });
  return some.length > shownFailures ? [...lines, `and ${some.length - shownFailures} more`] : lines;
}

function coverageProblems(coverage: Coverage, threshold: number): string[] {
  if (coverage.percent === null) return ['no source file was found to cover'];
  if (coverage.percent > threshold) return [];
  const worst = coverage.worst.map((file) => `BUILD/${file.path} ${rounded(file.percent)} %`).join(', ');
  return [
    `the tests cover ${rounded(coverage.percent)} % of the source, and more than ${threshold} % is asked for (least: ${worst})`,
  ];
}

/** Rounded down, so that a share below the threshold never reads as if it reached it. */
function rounded(percent: number): number {
  return Math.floor(percent * 10) / 10;
}

function noTests(stack: Stack): string {
  const place = stack.name === 'python' ? 'BUILD/tests/test_*.py' : 'BUILD/test/*.test.js';
  return `No test ran. Tests are looked for in ${stack.name === 'go' ? 'BUILD/**/*_test.go' : place}`;
}

/** How many tests the source seems to hold, before any ran; for the card only. */
async function writtenTests(build: string): Promise<number> {
  let count = 0;
  for (const path of await filesUnder(build)) {
    if (!/test/i.test(path) || !/\.(?:[cm]?js|py|go)$/.test(path)) continue;
    const text = await readFile(join(build, path), 'utf8').catch(() => '');
    count += text.match(/^\s*(?:(?:test|it)\s*\(|(?:async )?def test_|func Test)/gm)?.length ?? 0;
  }
  return count;
}
