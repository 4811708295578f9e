import type { TestResult } from '../../test-report.ts';

/** A test that ended otherwise in a second run of the same work. */
export type Difference = {
  readonly id: string;
  readonly before: string;
  readonly after: string;
  readonly message: string;
};

/**
 * Tests of the first run that did not end alike in the second. Tests whose names differ from run to run (a port, a date
 * in the title) are matched by their number and file as long as all of them passed.
 */
export function compareRuns(first: readonly TestResult[], second: readonly TestResult[]): Difference[] {
  const left = new Map<string, TestResult[]>();
  for (const result of second) left.set(result.id, [...(left.get(result.id) ?? []), result]);
  const differences: Difference[] = [];
  const gone: TestResult[] = [];
  for (const result of first) {
    const others = left.get(result.id) ?? [];
    const same = others.findIndex((other) => other.status === result.status);
    const [other] = others.splice(Math.max(same, 0), 1);
    if (!other) gone.push(result);
    else if (same < 0) {
      differences.push({ id: result.id, before: result.status, after: other.status, message: other.message });
    }
  }
  const fresh = [...left.values()].flat();
  const renamed = gone.length <= fresh.length && [...gone, ...fresh].every((one) => one.status === 'passed');
  if (renamed) return differences;
  const failures = fresh.filter((one) => one.status === 'failed');
  return [
    ...differences,
    ...gone.map(({ id, status }) => ({ id, before: status, after: 'not reported', message: '' })),
    ...failures.map(({ id, message }) => ({ id, before: 'not reported', after: 'failed', message })),
  ];
}
