import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Check } from '../../../src/verification/check.ts';
import { checkAssertionsMade } from '../../../src/verification/integrity/check-assertions-made.ts';
import { runSuite } from '../../../src/verification/runners/run-suite.ts';
import type { TestResult } from '../../../src/verification/test-report.ts';
import { gateRooms, type Tree } from './gate-room.ts';

let rooms: Awaited<ReturnType<typeof gateRooms>>;
let hasPytest: boolean;
beforeAll(async () => {
  rooms = await gateRooms();
  const { room } = await rooms.context({ build: {} });
  hasPytest =
    (
      await room.sandbox.run({
        argv: ['python3', '-c', 'import pytest, pytest_cov'],
        cwd: room.build,
        env: {},
        writable: [],
        network: 'none',
        timeoutMs: 30_000,
        outputBytes: 10_000,
      })
    ).exit === 0;
});
afterAll(() => rooms.close());

const source =
  'export const fee = (n, lost) => { if (n < 0) throw new Error("n"); return lost ? 50 : n * 2; };\n';
const head =
  "import assert from 'node:assert/strict';\nimport test from 'node:test';\nimport { fee } from '../src/fee.js';\n";

/** What the checks say of a suite that was run: the first line of the text is line 4 of the file. */
async function made(
  text: string,
  more: Tree = {},
  base: { tests: readonly TestResult[]; build: Tree } | null = null,
) {
  const files = ['test/fee.test.js'];
  const context = await rooms.context({
    build: {
      'package.json': '{"type":"module"}',
      'src/fee.js': source,
      'test/fee.test.js': head + text,
      ...more,
    },
    plan: { runner: 'node', files },
    ...(base ? { baseline: base.build, baseTests: base.tests } : {}),
  });
  const report = await runSuite(context.room, context.stack, context.plan, {
    timeoutMs: 20_000,
    tick: () => {},
  });
  expect(report.results.map(({ status }) => status)).not.toContain('failed');
  return checkAssertionsMade({ ...context, report });
}

const assertions = (checks: readonly Check[]) => checks.find(({ name }) => name === 'assertions');

describe('an assertion that was never made', () => {
  it.each([
    [
      'after the test left',
      "test('a', () => {\n  if (fee(1) === 2) return;\n  assert.equal(fee(2), 5);\n});",
      6,
    ],
    [
      'under a condition',
      "test('a', () => {\n  if (new Date().getTimezoneOffset() > 5000) {\n    assert.equal(fee(2), 5);\n  }\n});",
      6,
    ],
    [
      'beside its condition',
      "test('a', () => {\n  const rough = fee(1) === 2;\n  if (!rough) assert.equal(fee(2), 5);\n});",
      6,
    ],
    [
      'on the strong side of a choice',
      "const exact = fee(1) === 3;\nconst same = (a, b) => (exact ? assert.equal(a, b) : assert.ok(a <= b));\ntest('a', () => same(fee(1), 9));",
      5,
    ],
    ['in a loop over nothing', "test('a', () => {\n  for (const n of []) assert.equal(fee(n), 5);\n});", 5],
    [
      'in a promise nobody waits for',
      "test('a', () => {\n  new Promise(() => {}).then((n) => assert.equal(fee(n), 5));\n});",
      5,
    ],
    [
      'in a test that is never registered',
      "if (fee(1) === 3) {\n  test('a', () => assert.equal(fee(2), 5));\n}\ntest('b', () => assert.equal(fee(1), 2));",
      5,
    ],
    [
      'where an error was expected and none came',
      "test('a', () => {\n  try {\n    fee(1);\n  } catch (error) {\n    assert.equal(error.message, 'n');\n  }\n});",
      8,
    ],
    [
      'in a helper that is not reached',
      "const look = (n) => {\n  assert.equal(fee(n), 5);\n};\ntest('a', () => {\n  if (fee(1) === 3) look(2);\n});",
      5,
    ],
  ])('is named where it stands %s', async (_where, text, line) => {
    expect(assertions(await made(text))).toMatchObject({
      status: 'failed',
      class: 'work',
      reasons: [expect.stringContaining(`BUILD/test/fee.test.js:${line} this assertion was never made`)],
    });
  });

  it.each([
    [
      'in a test of what throws',
      "test('a', () => {\n  try {\n    fee(-1);\n    assert.fail('it has to throw');\n  } catch (error) {\n    assert.equal(error.message, 'n');\n  }\n});",
    ],
    [
      'for another platform',
      "test('a', () => {\n  assert.equal(fee(1), 2);\n  if (process.platform === 'win32') assert.equal(fee(2), 4);\n});",
    ],
    [
      'of an optional parameter',
      "const look = (n, is, lost) => {\n  assert.equal(fee(n), is);\n  if (lost) assert.equal(fee(n, true), lost);\n};\ntest('a', () => look(1, 2));",
    ],
    [
      'in a helper nobody calls',
      "const look = (n) => assert.equal(fee(n), 5);\ntest('a', () => assert.equal(fee(1), 2));",
    ],
    [
      'in a handler of errors',
      "import { EventEmitter } from 'node:events';\ntest('a', () => {\n  new EventEmitter().on('error', (error) => assert.equal(error.message, 'x'));\n  assert.equal(fee(1), 2);\n});",
    ],
    [
      'where a poll gave up',
      "const until = async (is) => {\n  for (let n = 0; n < 9; n += 1) {\n    if (is()) return;\n  }\n  assert.equal(is(), true);\n};\ntest('a', () => until(() => fee(1) === 2));",
    ],
    [
      'about an error that may come',
      "test('a', () => {\n  try {\n    fee(1);\n  } catch (error) {\n    assert.equal(error.code, 'ENOENT');\n  }\n});",
    ],
    [
      'in rows of a table',
      "for (const { n, is, error } of [{ n: 1, is: 2 }, { n: -1, error: /n/ }]) {\n  test('row ' + n, () => {\n    if (error) assert.throws(() => fee(n), error);\n    else assert.equal(fee(n), is);\n  });\n}",
    ],
    [
      'in a skipped test',
      "test('a', () => assert.equal(fee(1), 2));\ntest.skip('b', () => assert.equal(fee(2), 5));",
    ],
  ])('is not missed %s', async (_where, text) => {
    expect(assertions(await made(text))).toMatchObject({ status: 'passed' });
  });

  it('is found by lines in Python, where pytest is', async () => {
    const text = [
      'import sys',
      'import pytest',
      'from fee import fee',
      '',
      'def look(n, lost=None):',
      '    assert fee(n) == n * 2',
      '    if lost is not None:',
      '        assert fee(n) == lost',
      '',
      'def test_a():',
      '    look(1)',
      '    if sys.platform == "win32":',
      '        assert fee(2) == 4',
      '',
      'def test_b():',
      '    with pytest.raises(ValueError):',
      '        fee(-1)',
      '        pytest.fail("no")',
      '',
      'def test_c():',
      '    if fee(1) == 3:',
      '        assert fee(2) == 5',
      '',
      'def test_d():',
      '    if fee(1) == 3: assert fee(2) == 5',
      '',
      'def test_e():',
      '    for n in range(0):',
      '        assert fee(n) == 5',
      '',
    ].join('\n');
    const context = await rooms.context({
      build: {
        'src/fee.py': 'def fee(n):\n    if n < 0:\n        raise ValueError("n")\n    return n * 2\n',
        'tests/test_fee.py': text,
      },
      plan: { runner: 'pytest', files: ['tests/test_fee.py'] },
    });
    const stack = { ...context.stack, name: 'python' as const, start: ['python3', 'src/fee.py'] };
    const report = await runSuite(context.room, stack, context.plan, { timeoutMs: 30_000, tick: () => {} });
    const check = assertions(await checkAssertionsMade({ ...context, stack, report }));
    const lines = (check?.reasons ?? []).map((reason) => Number(reason.match(/test_fee\.py:(\d+)/)?.[1]));
    expect(lines).toEqual(hasPytest ? [22, 25, 29] : []);
  });
});

describe('tests that are made while the suite runs', () => {
  const made3 =
    "const rows = JSON.parse('[1,2,3]');\nfor (const n of rows) test('row ' + n, () => assert.equal(fee(n), n * 2));";
  const baseTests = [1, 2, 3].map((n) => ({
    id: `test/fee.test.js > row ${n}`,
    status: 'passed' as const,
    message: '',
  }));
  const build = { 'src/fee.js': source, 'test/fee.test.js': head + made3 };
  const kept = (checks: readonly Check[]) => checks.find(({ name }) => name === 'kept');

  it('are missed when they are gone and the spec says the same', async () => {
    const checks = await made(made3.replace('[1,2,3]', '[1]'), {}, { tests: baseTests, build });
    expect(kept(checks)).toMatchObject({
      status: 'failed',
      class: 'tampering',
      reasons: [
        expect.stringContaining('2 tests passed for what serves and are not run any more ("row 2", "row 3")'),
      ],
    });
  });

  it('may be renamed, and more may come', async () => {
    const renamed = await made(made3.replace("'row ' +", "'line ' +"), {}, { tests: baseTests, build });
    expect(kept(renamed)).toMatchObject({ status: 'passed' });
    const more = await made(made3.replace('[1,2,3]', '[1,2,4,5]'), {}, { tests: baseTests, build });
    expect(kept(more)).toMatchObject({ status: 'passed' });
  });
});
