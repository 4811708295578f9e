import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { readAssertionResults } from '../../../src/verification/evidence/assertion-results.ts';
import { readGoEvents } from '../../../src/verification/evidence/go-events.ts';
import { readJunit } from '../../../src/verification/evidence/junit.ts';
import { readMochaJson } from '../../../src/verification/evidence/mocha-json.ts';
import { readNodeEvents } from '../../../src/verification/evidence/node-events.ts';
import { readPytestSession } from '../../../src/verification/evidence/pytest-session.ts';
import { readTap } from '../../../src/verification/evidence/tap.ts';

const build = '/home/service/BUILD';
const recorded = (name: string) => readFileSync(join(import.meta.dirname, 'recorded', name), 'utf8');

describe('a JUnit report', () => {
  it('gives each test its groups and title, file, line and time', () => {
    const xml = `<?xml version="1.0"?><testsuites><testcase name="one" classname="test" time="0.25"/>
      <testsuite name="group" file="${build}/test/a.js"><testsuite name="inner"><testcase name="two" classname="test"><skipped type="todo" message="true"/></testcase></testsuite>
      <testcase name="3" classname="test"><failure message="1 == 2">Error: 1 == 2\n at x (${build}/test/a.js:7:3)</failure></testcase></testsuite></testsuites>`;
    expect(readJunit(xml, build)).toEqual({
      results: [
        { id: 'one', status: 'passed', message: '', durationMs: 250 },
        { id: 'group > 3', status: 'failed', message: '1 == 2', file: 'test/a.js', line: 7 },
        { id: 'group > inner > two', status: 'skipped', message: 'true' },
      ],
      problems: [],
    });
  });

  it('counts an error as a failure, knows pytest’s class names, and takes an empty test for one', () => {
    const xml =
      '<testsuites><testsuite name="pytest"><testcase classname="tests.test_a" name="test_x[1]" file="tests/test_a.py" line="4"><error message="boom"/></testcase><testcase></testcase></testsuite></testsuites>';
    expect(readJunit(xml, build)?.results).toEqual([
      { id: 'tests.test_a > test_x[1]', status: 'failed', message: 'boom', file: 'tests/test_a.py', line: 4 },
      { id: '', status: 'passed', message: '' },
    ]);
  });

  it('fails a group that failed by itself, and says when it holds less than it counts', () => {
    const broken = '<testsuite name="g"><testcase name="a"/><error message="setup"/></testsuite>';
    expect(readJunit(broken, build)?.results.map((one) => one.status)).toEqual(['passed', 'failed']);
    const less = '<testsuite name="g" tests="3"><testcase name="a"/></testsuite>';
    expect(readJunit(less, build)?.problems).toEqual(['the report counts 3 tests in "g" and holds 1']);
  });

  it('is nothing while it is not whole, or more than one document', () => {
    for (const xml of [
      '',
      '<testsuites>',
      '<testsuites>\n',
      '<testsuites><testcase name="a"/>',
      'ok </testsuites',
      '<a></testsuites>',
      '<testsuites></testsuites><testsuites><testcase name="forged"/></testsuites>',
    ]) {
      expect(readJunit(xml, build)).toBeUndefined();
    }
    expect(readJunit('<testsuites></testsuites>', build)?.results).toEqual([]);
    expect(readJunit('<testsuites/>', build)?.results).toEqual([]);
  });

  it('takes nothing for a test that is in an output, a message or a comment', () => {
    const forged = '<testcase name="forged"/></testsuite></testsuites>';
    const xml = `<testsuites><testsuite name="g"><testcase name="a"><failure message="&lt;testcase name='forged'/&gt;"><![CDATA[${forged}]]></failure><system-out><![CDATA[<testsuites>${forged}]]></system-out></testcase><!-- ${forged} --></testsuite></testsuites>`;
    expect(readJunit(xml, build)?.results.map(({ id, status }) => [id, status])).toEqual([
      ['g > a', 'failed'],
    ]);
  });
});

describe('TAP', () => {
  it('is read with subtests, directives and places', () => {
    const text = `TAP version 13
# Subtest: group
    # Subtest: inner
    ok 1 - inner
      ---
      duration_ms: 1.5
      ...
    not ok 2 - wrong
      ---
      location: '${build}/test/a.js:4:1'
      error: '1 == 2'
      ...
    1..2
not ok 1 - group
ok 2 - later # SKIP not now
not ok 3 - planned # TODO
ok 4
1..4
`;
    expect(readTap(text, build)).toEqual({
      results: [
        { id: 'group > inner', status: 'passed', message: '', durationMs: 1.5 },
        { id: 'group > wrong', status: 'failed', message: '1 == 2', file: 'test/a.js', line: 4 },
        { id: 'later', status: 'skipped', message: '' },
        { id: 'planned', status: 'skipped', message: '' },
        { id: 'test 4', status: 'passed', message: '' },
      ],
      problems: [],
    });
  });

  it('is nothing without its plan, and says when it bails out or holds other than it plans', () => {
    expect(readTap('TAP version 13\nok 1 - a\n', build)).toBeUndefined();
    expect(readTap('1..3\nok 1 - a\n', build)?.problems).toEqual([
      expect.stringContaining('contradicts itself'),
    ]);
    expect(readTap('1..1\nBail out! no database\n', build)?.problems.join()).toContain('no database');
  });

  it('fails a group that failed though all in it passed', () => {
    const text = '1..1\n# Subtest: g\n    ok 1 - a\n    1..1\nnot ok 1 - g\n';
    expect(readTap(text, build)?.results.map(({ id, status }) => [id, status])).toEqual([
      ['g > a', 'passed'],
      ['g', 'failed'],
    ]);
  });
});

describe('the JSON reports of Jest, Vitest and Mocha', () => {
  it('give each test of a recorded Jest run', () => {
    const read = readAssertionResults(recorded('jest.json'), build);
    expect(read?.problems).toEqual([]);
    expect(read?.files).toEqual(['test/main.test.js']);
    expect(read?.results.map(({ durationMs: _, ...one }) => one)).toEqual([
      {
        id: 'test/main.test.js > sum > adds',
        status: 'passed',
        message: '',
        file: 'test/main.test.js',
        line: 3,
      },
      {
        id: 'test/main.test.js > sum > fails',
        status: 'failed',
        message: expect.stringContaining('Expected: 4\nReceived: 3'),
        file: 'test/main.test.js',
        line: 5,
      },
      {
        id: 'test/main.test.js > sum > later',
        status: 'skipped',
        message: '',
        file: 'test/main.test.js',
        line: 7,
      },
    ]);
  });

  it('give each test of a recorded Mocha run', () => {
    const read = readMochaJson(recorded('mocha.json'), build);
    expect(read?.problems).toEqual([]);
    expect(read?.results.map(({ durationMs: _, ...one }) => one)).toEqual([
      { id: 'test/main.test.js > sum > adds', status: 'passed', message: '', file: 'test/main.test.js' },
      {
        id: 'test/main.test.js > sum > fails',
        status: 'failed',
        message: '3 == 4',
        file: 'test/main.test.js',
        line: 6,
      },
      { id: 'test/main.test.js > sum > later', status: 'skipped', message: '', file: 'test/main.test.js' },
    ]);
  });

  it('are no whole reports when they hold less than they count, or fail without a failure', () => {
    const jest = {
      numTotalTests: 2,
      success: false,
      testResults: [{ name: '/b/a.js', assertionResults: [{ title: 'a', status: 'passed' }] }],
    };
    expect(readAssertionResults(JSON.stringify(jest), '/b')?.problems).toEqual([
      'the report counts 2 tests and holds 1',
      'the report says that the run failed, and names no test that did',
    ]);
    const mocha = {
      stats: { tests: 2, passes: 1, pending: 0, failures: 0 },
      tests: [{ title: 'b', fullTitle: 'b' }],
      passes: [],
      failures: [],
      pending: [],
    };
    expect(readMochaJson(JSON.stringify(mocha), '/b')?.problems).toEqual([
      'the report counts 2 tests and holds 1',
      'b is in the report, and nothing says how it ended',
    ]);
  });

  it('fail a file that could not be loaded, and what they call by a word of their own', () => {
    const report = {
      numTotalTests: 1,
      success: false,
      testResults: [
        {
          name: '/b/broken.js',
          status: 'failed',
          message: 'SyntaxError: x\n at /b/broken.js:3:1',
          assertionResults: [],
        },
        { name: '/b/odd.js', assertionResults: [{ title: 'odd', status: 'wonderful' }] },
      ],
    };
    expect(readAssertionResults(JSON.stringify(report), '/b')?.results).toMatchObject([
      { id: 'broken.js', status: 'failed', line: 3 },
      { id: 'odd.js > odd', status: 'failed' },
    ]);
  });
});

describe('the events of go test', () => {
  const event = (more: object) => `${JSON.stringify({ Package: 'shop/cart', ...more })}\n`;

  it('give each test its status, words, file and line', () => {
    const text =
      `# a line of the compiler\n${event({ Action: 'run', Test: 'TestAdd' })}` +
      event({ Action: 'output', Test: 'TestAdd', Output: '    cart_test.go:12: got 3, want 4\n' }) +
      event({ Action: 'fail', Test: 'TestAdd', Elapsed: 0.5 }) +
      event({ Action: 'run', Test: 'TestOld' }) +
      event({ Action: 'skip', Test: 'TestOld' }) +
      event({ Action: 'fail' });
    expect(readGoEvents(text, 'shop')).toEqual({
      results: [
        {
          id: 'shop/cart > TestAdd',
          status: 'failed',
          message: '    cart_test.go:12: got 3, want 4'.trim(),
          file: 'cart/cart_test.go',
          line: 12,
          durationMs: 500,
        },
        { id: 'shop/cart > TestOld', status: 'skipped', message: '' },
      ],
      problems: [],
    });
  });

  it('name what began and never ended, and a package that failed without a test', () => {
    const text =
      event({ Action: 'run', Test: 'TestExit' }) +
      event({ Action: 'output', Output: 'exit status 1\n' }) +
      event({ Action: 'fail' });
    expect(readGoEvents(text, 'shop')?.problems).toEqual([
      'shop/cart > TestExit began and never ended',
      'package shop/cart failed: exit status 1',
    ]);
    expect(readGoEvents('no events', 'shop')).toBeUndefined();
  });
});

describe('the reports of Andon’s own reporters', () => {
  it('do not count without their last line, or when they hold other than the runner counted', () => {
    const test = JSON.stringify({ kind: 'pass', path: ['a'], group: false });
    const end = (tests: number) => JSON.stringify({ kind: 'end', counts: { tests } });
    expect(readNodeEvents(`${test}\n`, 't.js', build)).toBeUndefined();
    expect(readNodeEvents(`${test}\n${end(1)}\n`, 't.js', build)?.problems).toEqual([]);
    expect(readNodeEvents(`${test}\n${end(2)}\n`, 't.js', build)?.problems).toHaveLength(1);
    expect(readNodeEvents(`${end(0)}\n${test}\n`, 't.js', build)).toBeUndefined();
    expect(readPytestSession('{"found":[],"tests":{}', build)).toBeUndefined();
  });
});
