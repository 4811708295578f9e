import { describe, expect, it } from 'vitest';
import { compareRuns } from '../../../src/verification/controls/canary/compare-runs.ts';
import { goCanary } from '../../../src/verification/controls/canary/go-canary.ts';
import { javascriptCanary } from '../../../src/verification/controls/canary/javascript-canary.ts';
import { pythonCanary } from '../../../src/verification/controls/canary/python-canary.ts';
import { withRemark } from '../../../src/verification/controls/canary/remark.ts';
import { createRandom } from '../../../src/verification/random.ts';
import { parseJavaScript } from '../../../src/verification/syntax/parse-javascript.ts';

type Runner = Parameters<typeof javascriptCanary>[2];

function injected(path: string, text: string, runner: Runner, kind: 'module' | 'commonjs' = 'module') {
  const injection = javascriptCanary(path, text, runner, kind, createRandom('seed'));
  if ('impossible' in injection) throw new Error(injection.impossible);
  expect(parseJavaScript(path, text + injection.text)).not.toBeNull();
  return { text: injection.text, does: injection.canaries.map((canary) => canary.does) };
}

describe('a canary in JavaScript', () => {
  it('fails by each way in which the file asserts', () => {
    const text = `import assert, { deepEqual as same } from 'node:assert';
import { strict } from 'assert';
import it from 'node:test';
it('x', () => { assert(true); assert.equal(1, 1); same([], []); strict.throws(() => {}); helper.equal(1); });`;
    expect(injected('a.test.js', text, 'node').does).toEqual([
      'throws',
      'assert(false)',
      'assert.equal(1, 2)',
      'assert.deepEqual([1], [2])',
      'assert.throws(() => {})',
    ]);
  });

  it('takes what it needs as the module kind of the file has it', () => {
    const script = injected(
      'a.test.js',
      "const assert = require('assert');\nassert.ok(1);",
      'node',
      'commonjs',
    );
    expect(script.text).toContain("require('node:test').test;");
    expect(script.text).toContain("require('assert');");
    const module = injected('a.test.mjs', 'await 1;', 'node', 'commonjs');
    expect(module.text).toContain("from 'node:test';");
    expect(module.text).not.toContain('require');
  });

  it('goes through a helper by which the file registers its tests', () => {
    const text = "import { testWithServer } from './helpers.js';\ntestWithServer('x', async () => {});";
    expect(injected('a.test.js', text, 'node').does).toEqual([
      'throws',
      'throws, registered by `testWithServer`',
    ]);
    const inside =
      "import { it } from 'vitest';\nconst test = (n, f) => it(n, f);\nit('x', () => { test('y', () => {}); });";
    expect(injected('a.test.js', inside, 'vitest').does).toEqual(['throws']);
  });

  it('uses the matchers of the runner or of chai', () => {
    const vitest = injected(
      'a.test.ts',
      "import { expect } from 'vitest';\nexpect(1).not.toBe(2);\nexpect(f).toThrow();",
      'vitest',
    );
    expect(vitest.does).toEqual(['throws', 'expect(1).toBe(2)', 'expect(() => {}).toThrow()']);
    expect(vitest.text).toContain('// @ts-ignore\n');
    const jest = injected('a.test.js', "it('x', () => expect([1]).toEqual([1]));", 'jest', 'commonjs');
    expect(jest.text).toContain('globalThis.it ?? globalThis.test');
    expect(jest.does).toContain('expect([1]).toEqual([2])');
    const chai = injected(
      'a.test.js',
      "const { expect } = require('chai');\nit('x', () => expect(1).to.eql(1));",
      'mocha',
      'commonjs',
    );
    expect(chai.does).toEqual(['throws', 'expect(1).to.equal(2)']);
    expect(chai.text).toContain("require('chai').expect;");
  });

  it('says why there can be none', () => {
    const why = (text: string, runner: Runner = 'node') =>
      javascriptCanary('a.test.js', text, runner, 'commonjs', createRandom('seed'));
    expect(why('const {')).toEqual({ impossible: 'its syntax is not known' });
    expect(why('return;')).toHaveProperty('impossible');
    expect(why('check(1);', 'custom')).toEqual({ impossible: 'how it registers tests is not known' });
  });
});

describe('a canary in other languages', () => {
  it('is a function for pytest, and methods where unittest is used', () => {
    const { canaries, text } = pythonCanary(
      'import unittest, pytest\nclass A(unittest.TestCase):\n  def test_a(self):\n    self.assertEqual(1, 1)\n    self.helper(1)\n  def b(self):\n    with pytest.raises(ValueError): pass\n',
      createRandom('seed'),
    ) as Extract<ReturnType<typeof pythonCanary>, { text: string }>;
    expect(canaries.map((canary) => canary.does)).toEqual([
      'raises',
      'assert 1 == 2',
      'pytest.raises around what does not raise',
      'self.fail("canary")',
      'self.assertEqual(1, 2)',
    ]);
    for (const { name } of canaries) expect(text).toContain(`def ${name}(`);
  });

  it('uses the name that a Go file has for testing', () => {
    const found = goCanary('package a\n\nimport (\n\t"fmt"\n\tgo "testing"\n)\n', createRandom('seed'));
    expect('text' in found && found.text).toMatch(/^\nfunc Test[A-Z]\w+\(t \*go\.T\) \{\n\tt\.Errorf/);
    expect(goCanary('package a\n', createRandom('seed'))).toHaveProperty('impossible');
  });
});

describe('the remark behind a source', () => {
  const remarked = (path: string, text: string) =>
    withRemark(path, Buffer.from(text), 'w')?.toString() ?? null;
  it('leaves the number of lines as it is', () => {
    expect(remarked('a.js', 'f();\n\n')).toBe('f(); // w\n\n');
    expect(remarked('a.py', 'f()\r\n')).toBe('f()  # w\r\n');
    expect(remarked('a.go', '}')).toBe('} // w');
  });
  it('stays away from lines that tools read', () => {
    expect(remarked('a.js', 'f();\n//# sourceMappingURL=a.map\n')).toBeNull();
    expect(remarked('a.py', '')).toBeNull();
  });
});

describe('two runs of one suite', () => {
  const one = (id: string, status: 'passed' | 'failed' | 'skipped' = 'passed') => ({
    id,
    status,
    message: '',
  });
  it('agree when each test ends alike, also where a title holds a port', () => {
    expect(compareRuns([one('a'), one('b')], [one('b'), one('a')])).toEqual([]);
    expect(compareRuns([one('a'), one('on 4711')], [one('a'), one('on 815')])).toEqual([]);
    expect(compareRuns([one('a'), one('a')], [one('a'), one('a')])).toEqual([]);
  });
  it('do not when one fails, is skipped or is gone', () => {
    expect(compareRuns([one('a')], [one('a', 'failed')])).toMatchObject([{ id: 'a', after: 'failed' }]);
    expect(compareRuns([one('a')], [one('a', 'skipped')])).toMatchObject([
      { before: 'passed', after: 'skipped' },
    ]);
    expect(compareRuns([one('a'), one('b')], [one('a')])).toMatchObject([{ id: 'b', after: 'not reported' }]);
    expect(compareRuns([one('on 1')], [one('on 2', 'failed')])).toHaveLength(2);
  });
});
