import type { TestReport, TestStatus } from '../test-report.ts';

/** Whether a suite that passed before does not any more: something fails, is skipped, is missing, or it cannot end. */
export function suiteNoticed(report: TestReport, before: TestReport): boolean {
  if (report.problems.length > 0 || report.empty.length > before.empty.length) return true;
  if (count(report, 'failed') > 0 || count(report, 'skipped') > count(before, 'skipped')) return true;
  return report.results.length < before.results.length;
}

function count(report: TestReport, status: TestStatus): number {
  return report.results.filter((result) => result.status === status).length;
}
