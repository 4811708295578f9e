import { isValid, validate } from 'ctrf';
import { describe, expect, it } from 'vitest';
import { readCtrf, toCtrf } from '../../../src/verification/evidence/ctrf.ts';
import type { TestResult } from '../../../src/verification/test-report.ts';

const results: TestResult[] = [
  { id: 'test/a.js > one', status: 'passed', message: '', file: 'test/a.js', line: 3, durationMs: 1.7 },
  { id: 'test/a.js > two', status: 'failed', message: '1 == 2', file: 'test/a.js', line: 4 },
  { id: 'test/a.js > three', status: 'skipped', message: 'later' },
  { id: 'four', status: 'passed', message: '', retries: 2 },
  { id: '', status: 'passed', message: '' },
];
const context = { tool: 'node', start: 1_000.5, stop: 2_000 };

describe('a report in the common shape', () => {
  it('is valid by the library’s own rules, and counts every test', () => {
    const report = toCtrf({ results }, context);
    expect(validate(report)).toMatchObject({ valid: true });
    expect(report.results.summary).toMatchObject({
      tests: 5,
      passed: 3,
      failed: 1,
      skipped: 1,
      flaky: 1,
      start: 1_000,
      stop: 2_000,
    });
    expect(isValid(toCtrf({ results: [] }, context))).toBe(true);
  });

  it('stays small, and its summary counts what it does not hold', () => {
    const many = Array.from(
      { length: 5_000 },
      (_, n): TestResult => ({ id: `t${n}`, status: 'passed', message: '' }),
    );
    const report = toCtrf({ results: many }, context);
    expect(report.results.tests).toHaveLength(2_000);
    expect(report.results.summary.tests).toBe(5_000);
    expect(readCtrf(JSON.stringify(report), '/b')?.problems).toEqual([
      'the report counts 5000 tests and holds 2000',
    ]);
  });

  it('is read back as it was', () => {
    const read = readCtrf(JSON.stringify(toCtrf({ results: results.slice(0, 4) }, context)), '/b');
    expect(read?.results).toMatchObject([
      { id: 'test/a.js > one', status: 'passed', file: 'test/a.js', line: 3, durationMs: 2 },
      { id: 'test/a.js > two', status: 'failed', message: '1 == 2', line: 4 },
      { id: 'test/a.js > three', status: 'skipped' },
      { id: 'four', status: 'passed', retries: 2 },
    ]);
    expect(readCtrf('{"results":{}}', '/b')).toBeUndefined();
  });
});
