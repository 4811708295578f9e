import type { Random } from '../../random.ts';
import type { Canary, Injection } from './canary.ts';

/** Calls on `self` of unittest that must fail. */
const unittestCalls: Readonly<Record<string, string>> = {
  assertEqual: '1, 2',
  assertNotEqual: '1, 1',
  assertTrue: 'False',
  assertFalse: 'True',
  assertIs: '1, 2',
  assertIsNone: '1',
  assertIsNotNone: 'None',
  assertIn: '1, []',
  assertNotIn: '1, [1]',
  assertIsInstance: '1, str',
  assertGreater: '1, 2',
  assertGreaterEqual: '1, 2',
  assertLess: '2, 1',
  assertLessEqual: '2, 1',
  assertAlmostEqual: '1, 2',
  assertListEqual: '[1], [2]',
  assertDictEqual: '{}, {1: 1}',
  assertRaises: 'ValueError, int, 1',
  assertRegex: '"a", "b"',
  fail: '"canary"',
};

const nameLength = 14;

/** Canaries for a Python test file: functions for pytest, and methods of a class where it uses unittest. */
export function pythonCanary(text: string, random: Random): Injection {
  const canaries: Canary[] = [];
  const lines: string[] = ['', ''];
  const named = (does: string) => {
    const name = `test_${random.word(nameLength)}`;
    canaries.push({ name, does });
    return name;
  };
  const add = (does: string, body: readonly string[]) => {
    lines.push(`def ${named(does)}():`, ...body.map((line) => `    ${line}`), '');
  };
  add('raises', ['raise RuntimeError("canary")']);
  add('assert 1 == 2', ['one, two = 1, 2', 'assert one == two']);
  if (/\bpytest\.raises\b|\bfrom pytest import[^\n]*\braises\b/.test(text)) {
    add('pytest.raises around what does not raise', [
      'import pytest',
      'with pytest.raises(ValueError):',
      '    pass',
    ]);
  }
  if (/\bpytest\.approx\b|\bfrom pytest import[^\n]*\bapprox\b/.test(text)) {
    add('assert 1 == pytest.approx(2)', ['import pytest', 'assert 1 == pytest.approx(2)']);
  }
  const used = [...new Set([...text.matchAll(/\bself\.(\w+)\(/g)].map((match) => match[1] ?? ''))];
  const methods = used.filter((method) => Object.hasOwn(unittestCalls, method));
  if (/\bunittest\b/.test(text)) {
    lines.push(`class Test${random.word(nameLength)}(__import__("unittest").TestCase):`);
    for (const method of [...new Set(['fail', ...methods])]) {
      const call = `self.${method}(${unittestCalls[method]})`;
      lines.push(`    def ${named(call)}(self):`, `        ${call}`, '');
    }
  }
  return { text: `${lines.join('\n')}\n`, canaries };
}
