import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { runSuite } from '../../../src/verification/runners/run-suite.ts';
import { suiteRooms } from './suite-room.ts';

let rooms: Awaited<ReturnType<typeof suiteRooms>>;
beforeAll(async () => {
  rooms = await suiteRooms();
});
afterAll(() => rooms.close());

const linked = ['vitest', '@vitest/coverage-v8', 'vite'];
const head = "import { describe, expect, it, test } from 'vitest';\nimport { sum } from '../src/main.ts';\n";
const service = (tests: string, more: Record<string, string> = {}) => ({
  'package.json':
    '{ "type": "module", "main": "src/main.ts", "devDependencies": { "vitest": "^4.0.0", "@vitest/coverage-v8": "^4.0.0" } }',
  'package-lock.json': '{}',
  'src/main.ts':
    'export type Amount = {\n  readonly value: number;\n};\n\nexport function sum(a: number, b: number): number {\n  if (a === 13) {\n    return 0;\n  }\n  return a + b;\n}\n',
  'test/main.test.ts': head + tests,
  ...more,
});

describe('Vitest', () => {
  it('tells each test with its file and line, and covers TypeScript', async () => {
    const { plan, report, coverage } = await rooms.run(
      service(
        "describe('sum', () => {\n  it('adds', () => expect(sum(1, 2)).toBe(3));\n  it('fails', () => {\n    expect(sum(1, 2)).toBe(4);\n  });\n  it.skip('later', () => {});\n  it.todo('planned');\n});\n",
      ),
      { linked },
    );
    expect(plan).toMatchObject({ runner: 'vitest', files: ['test/main.test.ts'], distrust: null });
    expect(report.problems).toEqual([]);
    expect(report.results.map(({ durationMs: _, ...one }) => one)).toMatchObject([
      { id: 'test/main.test.ts > sum > adds', status: 'passed', file: 'test/main.test.ts' },
      {
        id: 'test/main.test.ts > sum > fails',
        status: 'failed',
        line: 6,
        message: expect.stringContaining('expected 3 to be 4'),
      },
      { id: 'test/main.test.ts > sum > later', status: 'skipped' },
      { id: 'test/main.test.ts > sum > planned', status: 'skipped' },
    ]);
    expect(coverage.worst).toEqual([{ path: 'src/main.ts', percent: expect.closeTo(66.7, 0) }]);
  });

  it('is not weakened by the project’s configuration', async () => {
    const config =
      "export default { test: { passWithNoTests: true, allowOnly: true, retry: 3, exclude: ['test/left-out.test.ts'], reporters: ['dot'], coverage: { enabled: false } } };\n";
    const { report } = await rooms.run(
      service("let n = 0;\nit('is unsteady', () => { n += 1; expect(sum(n, 0)).toBe(2); });\n", {
        'vitest.config.ts': config,
        'test/left-out.test.ts': "import { it } from 'vitest';\nit('is left out', () => {});\n",
      }),
      { linked },
    );
    expect(report.results.map((one) => one.status)).toEqual(['failed']);
    expect(report.empty).toEqual(['test/left-out.test.ts']);
    expect(report.hits.size).toBe(1);
  });

  it('names tests that are focused, and those that passed only when run again', async () => {
    const focused = await rooms.run(service("it.only('one', () => {});\nit('two', () => {});\n"), { linked });
    expect(focused.report.problems.join('\n')).toContain('test/main.test.ts:3 focuses with it.only');
    const again = await rooms.run(
      service("let n = 0;\nit('is unsteady', { retry: 2 }, () => { n += 1; expect(n).toBe(2); });\n"),
      { linked },
    );
    expect(again.report.problems).toEqual([
      expect.stringContaining('is unsteady is flaky: it passed only after 1 more run'),
    ]);
  });

  it('does not believe a suite that ends the process, and names a file that cannot be loaded', async () => {
    const left = await rooms.run(service("it('leaves', () => { process.exit(0); });\n"), { linked });
    expect(left.report.results.every((one) => one.status !== 'passed')).toBe(true);
    expect(left.report.results.length + left.report.problems.length).toBeGreaterThan(0);
    const broken = await rooms.run(service("import './nowhere.ts';\nit('x', () => {});\n"), { linked });
    expect(broken.report.results).toMatchObject([
      { id: 'test/main.test.ts', status: 'failed', message: expect.stringContaining('nowhere') },
    ]);
  });

  it('says what to install where coverage cannot be measured, and runs without it where none is asked for', async () => {
    const { room, stack, plan, report } = await rooms.run(service("it('x', () => {});\n"), {
      linked: ['vitest', 'vite'],
    });
    expect(report.problems).toEqual([
      expect.stringMatching(/add "@vitest\/coverage-v8": "\d+\.\d+\.\d+" to devDependencies/),
    ]);
    const quick = await runSuite(room, stack, plan, {
      timeoutMs: 60_000,
      tick: () => {},
      coverage: false,
      bail: true,
      only: ['test/main.test.ts'],
    });
    expect(quick).toMatchObject({ problems: [], empty: [], results: [{ status: 'passed' }] });
  });

  it('runs no package that only carries the name', async () => {
    const own = await rooms.run({
      ...service("it('x', () => {});\n"),
      'package.json': '{ "main": "src/main.ts", "devDependencies": { "vitest": "file:./fake" } }',
    });
    expect(own.report.problems).toEqual([
      expect.stringContaining('package.json takes vitest from "file:./fake"'),
    ]);
    const none = await rooms.run(service("it('x', () => {});\n"));
    expect(none.report.problems).toEqual([
      expect.stringContaining('node_modules/vitest is not the package of that name'),
    ]);
  });
});
