import type { TestReport, TestResult } from '../test-report.ts';

/** Tests that are told one by one, those that failed first. */
const most = 100;
const longest = 400;

/** What came of a suite as lines for the service's log. */
export function suiteLines({ results, problems }: TestReport): string {
  const failed = results.filter(({ status }) => status === 'failed');
  const others = results.filter(({ status }) => status !== 'failed');
  const told = [...failed, ...others].slice(0, most);
  const left = results.length - told.length;
  return [
    ...told.map(lineOf),
    ...(left > 0 ? [`(${left} more tests)`] : []),
    ...problems.map((problem) => `✗ ${short(problem)}`),
  ].join('\n');
}

function lineOf({ id, status, message, durationMs }: TestResult): string {
  const took = durationMs === undefined ? '' : ` (${Math.round(durationMs)} ms)`;
  if (status === 'passed') return `✓ ${short(id)}${took}`;
  return `${status === 'failed' ? '✗' : '○ skipped:'} ${short(id)}${took}${message === '' ? '' : `: ${short(message)}`}`;
}

function short(text: string): string {
  return text.replaceAll(/\s+/g, ' ').slice(0, longest);
}
