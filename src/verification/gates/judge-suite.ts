import { type Check, failedCheck, passedCheck } from '../check.ts';
import type { Coverage } from '../coverage.ts';
import type { TestReport, TestResult } from '../test-report.ts';

const shownFailures = 20;
const readOnly = /EROFS|Read-only file system/i;
const whereToWrite =
  'what lies in BUILD/ cannot be changed while it is tested: write to DATA_DIR, to the temporary directory, or to a new folder';

export type SuiteFindings = {
  readonly report: TestReport;
  /** Paths in `BUILD/` that are not as they were before the run. */
  readonly changed: readonly string[];
  readonly coverage: Coverage;
  /** Coverage has to be above this, in percent. */
  readonly threshold: number;
  /** Tests that may be skipped, by name or by the end of their id. */
  readonly skips: readonly string[];
};

/** Whether more than zero tests ran, all of them passed, none was skipped that may not be, and they cover the source. */
export function judgeSuite({ report, changed, coverage, threshold, skips }: SuiteFindings): Check {
  const { results } = report;
  const mayBeSkipped = (id: string) => skips.some((name) => id === name || id.endsWith(` > ${name}`));
  const skipped = results.filter((one) => one.status === 'skipped' && !mayBeSkipped(one.id));
  const reasons = [
    ...report.problems,
    ...emptyFiles(report),
    ...named(
      results.filter((one) => one.status === 'failed'),
      'fails',
    ),
    ...named(skipped, 'is skipped, and a skipped test is not a passed one'),
    ...changed.map((path) => `the tests changed BUILD/${path}: what is verified must stay as it was`),
    ...coverageProblems(coverage, threshold),
  ];
  if (reasons.some((reason) => readOnly.test(reason))) reasons.push(whereToWrite);
  const facts = {
    ...countsOf(results),
    ...(coverage.percent === null ? {} : { coverage: rounded(coverage.percent), threshold }),
  };
  return reasons.length === 0 ? passedCheck('suite', { facts }) : failedCheck('suite', reasons, { facts });
}

/** How many tests ended how. */
export function countsOf(results: readonly TestResult[]) {
  const count = (status: TestResult['status']) => results.filter((result) => result.status === status).length;
  return {
    passed: count('passed'),
    failed: count('failed'),
    skipped: count('skipped'),
    total: results.length,
  };
}

/** Test files that ended in good order without a test, one sentence each. */
export function emptyFiles(report: TestReport): string[] {
  return report.empty.map(
    (file) => `${file} reported no test: it holds none, or leaves by process.exit before they are done`,
  );
}

/** Rounded down, so that a share below the threshold never reads as if it reached it. */
export function rounded(percent: number): number {
  return Math.floor(percent * 10) / 10;
}

function named(some: readonly TestResult[], words: string): string[] {
  const lines = some.slice(0, shownFailures).map((result) => {
    const why =
      result.message.trim() !== '' && result.status === 'failed' ? `: ${result.message.trim()}` : '';
    return `${placeOf(result)}${result.id} ${words}${why}`;
  });
  return some.length > shownFailures ? [...lines, `and ${some.length - shownFailures} more`] : lines;
}

/** `BUILD/test/a.test.js:12 `, where the runner told it. */
function placeOf({ file, line }: TestResult): string {
  return file === undefined || line === undefined ? '' : `BUILD/${file}:${line} `;
}

function coverageProblems(coverage: Coverage, threshold: number): string[] {
  if (coverage.percent === null) return ['no source file was found to cover'];
  if (coverage.percent > threshold) return [];
  const worst = coverage.worst.map((file) => `BUILD/${file.path} ${rounded(file.percent)} %`).join(', ');
  return [
    `the tests cover ${rounded(coverage.percent)} % of the source, and more than ${threshold} % is asked for (least: ${worst})`,
  ];
}
