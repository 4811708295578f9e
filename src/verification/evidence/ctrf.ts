import { type CTRFReport, isCTRFReport, isValid, type Test } from 'ctrf';
import type { TestReport, TestResult, TestStatus } from '../test-report.ts';
import { failureText, pathInBuild } from './failure-text.ts';
import { mostTests, readJson } from './read-limits.ts';
import type { ReportRead } from './report-read.ts';

/** Tests that a CTRF report holds; its summary counts all. */
const testsHeld = 2_000;

export type CtrfContext = {
  /** The runner: `node`, `pytest`, `vitest`. */
  readonly tool: string;
  /** Milliseconds since the epoch. */
  readonly start: number;
  readonly stop: number;
};

/** The tests of a report in the common shape of test reports (https://ctrf.io), for the record and for other tools. */
export function toCtrf(report: Pick<TestReport, 'results'>, context: CtrfContext): CTRFReport {
  const { results } = report;
  const count = (status: TestStatus) => results.filter((result) => result.status === status).length;
  return {
    reportFormat: 'CTRF',
    specVersion: '0.0.0',
    generatedBy: 'andon',
    results: {
      tool: { name: context.tool },
      summary: {
        tests: results.length,
        passed: count('passed'),
        failed: count('failed'),
        skipped: count('skipped'),
        pending: 0,
        other: 0,
        flaky: results.filter(isFlaky).length,
        start: Math.floor(context.start),
        stop: Math.floor(context.stop),
      },
      tests: results.slice(0, testsHeld).map(toTest),
    },
  };
}

function toTest(result: TestResult): Test {
  const { id, status, message, file, line, durationMs, retries } = result;
  return {
    name: id === '' ? 'unnamed' : id,
    status,
    duration: Math.max(0, Math.round(durationMs ?? 0)),
    ...(message === '' ? {} : { message }),
    ...(file === undefined ? {} : { filePath: file }),
    ...(line === undefined ? {} : { line }),
    ...(retries === undefined ? {} : { retries, flaky: isFlaky(result) }),
  };
}

function isFlaky(result: TestResult): boolean {
  return result.status === 'passed' && (result.retries ?? 0) > 0;
}

/** A CTRF report that a test command wrote. Undefined for what is no valid one. */
export function readCtrf(text: string, build: string): ReportRead | undefined {
  const found = readJson(text);
  // The second look is the thorough one, and takes its time.
  if (!isCTRFReport(found) || !isValid(found)) return undefined;
  const { tests, summary } = found.results;
  if (tests.length > mostTests) return undefined;
  const problems =
    summary.tests === tests.length
      ? []
      : [`the report counts ${summary.tests} tests and holds ${tests.length}`];
  return { results: tests.map((test) => fromTest(test, build)), problems };
}

function fromTest(test: Test, build: string): TestResult {
  const file = test.filePath === undefined ? undefined : pathInBuild(test.filePath, build);
  const groups = Array.isArray(test.suite) ? test.suite : test.suite === undefined ? [] : [test.suite];
  return {
    id: [...groups, test.name].join(' > '),
    status: test.status === 'passed' ? 'passed' : test.status === 'failed' ? 'failed' : 'skipped',
    message: failureText(test.message ?? test.trace ?? ''),
    durationMs: test.duration,
    ...(file === undefined ? {} : { file }),
    ...(test.line === undefined ? {} : { line: test.line }),
    ...(test.retries ? { retries: test.retries } : {}),
  };
}
