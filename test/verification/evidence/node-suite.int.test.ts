import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { runSuite } from '../../../src/verification/runners/run-suite.ts';
import { suiteRooms } from './suite-room.ts';

let rooms: Awaited<ReturnType<typeof suiteRooms>>;
beforeAll(async () => {
  rooms = await suiteRooms();
});
afterAll(() => rooms.close());

const source = `export function sum(a, b) {
  if (a === 13) {
    return 0;
  }
  return a + b;
}
`;
const head = `import test, { describe, it } from 'node:test';
import assert from 'node:assert';
import { sum } from '../src/main.js';
`;
const service = (tests: string, more: Record<string, string> = {}) => ({
  'package.json': '{ "type": "module" }',
  'src/main.js': source,
  'test/main.test.js': head + tests,
  ...more,
});

describe('Node’s own runner', () => {
  it('tells each test with its file, line and time, groups and nested tests included', async () => {
    const { report } = await rooms.run(
      service(
        "test('adds', async (t) => { await t.test('inside', () => {}); });\ndescribe('group', () => {\n  it('fails', () => assert.equal(sum(1, 1), 3));\n  it.skip('later', () => {});\n});\n",
      ),
    );
    expect(report.results.map(({ durationMs, ...one }) => [typeof durationMs, one])).toEqual([
      [
        'number',
        {
          id: 'test/main.test.js > adds > inside',
          status: 'passed',
          message: '',
          file: 'test/main.test.js',
          line: 4,
        },
      ],
      [
        'number',
        { id: 'test/main.test.js > adds', status: 'passed', message: '', file: 'test/main.test.js', line: 4 },
      ],
      [
        'number',
        {
          id: 'test/main.test.js > group > fails',
          status: 'failed',
          message: '2 == 3',
          file: 'test/main.test.js',
          line: 6,
        },
      ],
      [
        'number',
        {
          id: 'test/main.test.js > group > later',
          status: 'skipped',
          message: 'true',
          file: 'test/main.test.js',
          line: 7,
        },
      ],
    ]);
    expect(report.problems).toEqual([]);
  });

  it('says of a hook that fails, and of a group that breaks while it is set up, where it was', async () => {
    const { report } = await rooms.run(
      service(
        "import { before } from 'node:test';\ndescribe('broken', () => {\n  throw new Error('no setup');\n});\ndescribe('hooked', () => {\n  before(() => { throw new Error('no hook'); });\n  it('runs', () => {});\n});\n",
      ),
    );
    const failed = report.results.filter((one) => one.status === 'failed');
    expect(failed.map((one) => `${one.file}:${one.line} ${one.message}`).join('\n')).toContain(
      'test/main.test.js:6 no setup',
    );
    expect(failed.map((one) => one.message).join('\n')).toContain('no hook');
    expect(report.problems).toEqual([]);
  });

  it('tells tests of one name apart', async () => {
    const { report } = await rooms.run(
      service("for (const n of [1, 2]) test('same', () => assert.equal(n, 1));"),
    );
    expect(report.results.map(({ id, status }) => [id, status])).toEqual([
      ['test/main.test.js > same', 'passed'],
      ['test/main.test.js > same (2)', 'failed'],
    ]);
  });

  it('runs the other tests beside one that is focused', async () => {
    const { report } = await rooms.run(
      service("test.only('one', () => {});\ntest('two', () => assert.equal(1, 2));"),
    );
    expect(report.results.map((one) => one.status)).toEqual(['passed', 'failed']);
  });

  it.each([
    ['at the top', 'process.exit(0);'],
    [
      'while a test waits',
      "test('waits', () => new Promise((r) => setTimeout(r, 1000)));\nsetTimeout(() => process.exit(0), 50);",
    ],
    [
      'by an abort',
      "test('waits', () => new Promise((r) => setTimeout(r, 1000)));\nsetTimeout(() => process.abort(), 50);",
    ],
  ])('passes nothing that ends the process %s', async (_where, text) => {
    const { report } = await rooms.run(service(text));
    expect(report.problems.length + report.empty.length).toBe(1);
  });

  it('sees an exit status that says another thing than the tests', async () => {
    const good = await rooms.run(
      service("test('x', () => {});\nprocess.on('exit', () => { process.exitCode = 3; });"),
    );
    expect(good.report.problems).toEqual([expect.stringContaining('although no test failed')]);
    const bad = await rooms.run(
      service("test('x', () => assert.fail());\nprocess.on('exit', () => { process.exitCode = 0; });"),
    );
    expect(bad.report.problems).toEqual([expect.stringContaining('exit 0 although a test failed')]);
  });

  it('counts what the tests ran in processes of their own, and no comment takes a line out of the count', async () => {
    const { coverage, report } = await rooms.run(
      service(
        "import { execFileSync } from 'node:child_process';\ntest('x', () => { execFileSync('node', ['src/other.js']); assert.equal(sum(1, 1), 2); });",
        {
          'src/other.js':
            "/* node:coverage disable */\nconsole.log('a');\nif (process.pid === 1) {\n  console.log('never');\n}\n/* node:coverage enable */\n",
        },
      ),
    );
    expect(report.problems).toEqual([]);
    expect([...(report.hits.get('src/other.js') ?? [])].filter(([, count]) => count === 0)).toEqual([
      [4, 0],
      [5, 0],
    ]);
    expect(coverage.worst.map((one) => one.path)).toEqual(['src/other.js', 'src/main.js']);
  });

  it('counts what a service ran that the tests start and stop by a signal', async () => {
    const main =
      "import http from 'node:http';\nconst server = http.createServer((request, response) => {\n  response.end('ok');\n});\nserver.listen(process.env.PORT, () => console.log('up'));\n";
    const { report, coverage } = await rooms.run({
      'package.json': '{ "type": "module" }',
      'src/main.js': main,
      'test/main.test.js': `import test from 'node:test';
import assert from 'node:assert';
import { once } from 'node:events';
import { spawn } from 'node:child_process';
test('answers', async () => {
  const child = spawn(process.execPath, ['src/main.js'], { env: { ...process.env, PORT: '8123' } });
  await once(child.stdout, 'data');
  assert.equal(await (await fetch('http://127.0.0.1:8123')).text(), 'ok');
  child.kill();
  assert.deepEqual(await once(child, 'exit'), [null, 'SIGTERM']);
});
`,
    });
    expect(report.problems).toEqual([]);
    expect(coverage.percent).toBe(100);
  });

  it('counts a source that hides among the tests by its name', async () => {
    const hidden = Array.from({ length: 20 }, (_, n) => `export function f${n}() {\n  return ${n};\n}`).join(
      '\n',
    );
    const { coverage } = await rooms.run(
      service("test('x', () => assert.equal(sum(1, 1), 2));", {
        'src/main.js': `import { f0 } from './tests/impl.js';\nexport const sum = (a, b) => a + b + f0();\n`,
        'src/tests/impl.js': hidden,
      }),
    );
    expect(coverage.worst).toEqual([{ path: 'src/tests/impl.js', percent: expect.closeTo(52.5, 0) }]);
  });

  it('stops at the first file that fails where that is all that is asked, and runs the files it is asked for', async () => {
    const bad = "import test from 'node:test';\ntest('x', () => { throw new Error('no'); });\n";
    const files = service("test('good', () => {});", { 'test/a.test.js': bad, 'test/b.test.js': bad });
    const { room, stack, plan, report } = await rooms.run(files);
    expect(report.results.map((one) => one.status)).toEqual(['failed', 'failed', 'passed']);
    const options = { timeoutMs: 60_000, tick: () => {}, coverage: false };
    const bailed = await runSuite(room, stack, plan, { ...options, bail: true });
    expect(bailed.results.map((one) => one.id)).toEqual(['test/a.test.js > x']);
    expect(bailed.hits.size).toBe(0);
    const only = await runSuite(room, stack, plan, { ...options, only: ['test/main.test.js'] });
    expect(only.results.map((one) => one.id)).toEqual(['test/main.test.js > good']);
    const zone = await rooms.run(service("test('zone', () => assert.equal(process.env.TZ, 'Asia/Tokyo'));"), {
      env: { TZ: 'Asia/Tokyo' },
    });
    expect(zone.report.results.map((one) => one.status)).toEqual(['passed']);
  });

  it('runs the tests of every package of a monorepo, and counts the sources of each', async () => {
    const { plan, report, coverage } = await rooms.run({
      'package.json':
        '{ "type": "module", "workspaces": ["packages/*"], "scripts": { "start": "npm start -w @x/api" } }',
      'packages/api/package.json':
        '{ "name": "@x/api", "type": "module", "scripts": { "start": "node src/main.js" } }',
      'packages/api/src/main.js': source,
      'packages/api/test/main.test.js': `${head}test('adds', () => assert.equal(sum(1, 2), 3));`,
      'packages/money/package.json': '{ "name": "@x/money", "type": "module" }',
      'packages/money/src/money.js': 'export const cents = (x) => x * 100;\n',
      'packages/money/src/__tests__/money.spec.js':
        "import test from 'node:test';\nimport assert from 'node:assert';\nimport { cents } from '../money.js';\ntest('cents', () => assert.equal(cents(1), 100));\n",
    });
    expect(plan.files).toEqual([
      'packages/api/test/main.test.js',
      'packages/money/src/__tests__/money.spec.js',
    ]);
    expect(report.results.map((one) => one.status)).toEqual(['passed', 'passed']);
    expect(coverage.worst.map((one) => one.path)).toEqual(['packages/api/src/main.js']);
    expect(coverage.percent).toBe(80);
  });
});
