import { describe, expect, it } from 'vitest';
import { linesAdded } from '../../../src/verification/controls/mutation/changed-lines.ts';
import { chooseMutants } from '../../../src/verification/controls/mutation/choose-mutants.ts';
import { goMutants } from '../../../src/verification/controls/mutation/go-mutants.ts';
import { javascriptMutants } from '../../../src/verification/controls/mutation/javascript-mutants.ts';
import { testsReaching } from '../../../src/verification/controls/mutation/tests-reaching.ts';
import { createRandom } from '../../../src/verification/random.ts';

const afters = (body: string) =>
  javascriptMutants('a.js', `function f(a, b) {\n${body}\n}`, null).map((mutant) => mutant.after);

describe('mutants of JavaScript', () => {
  it('turn conditions, move boundaries, swap connectives and arithmetic', () => {
    expect(afters('if (a < b) g();')).toEqual(['if (!(a < b)) g();', 'if (a <= b) g();', 'if (a < b) ;']);
    expect(afters('if (!a) g = 1;')).toEqual(['if ((a)) g = 1;']);
    expect(afters('let c = a === b && b;')).toEqual(['let c = a === b || b;', 'let c = a !== b && b;']);
    expect(afters('c = a + b;')).toEqual(['c = a - b;']);
    expect(afters("c = a + ' of ' + b;")).toEqual([]);
  });

  it('answer something else', () => {
    expect(afters('return true;')).toEqual(['return false;']);
    expect(afters('return 41;')).toEqual(['return 42;']);
    expect(afters("return 'x';")).toEqual(["return 'andon';"]);
    expect(afters('return [a];')).toEqual(['return [];']);
    expect(afters('return g(a);')).toEqual(['return null;']);
    expect(afters('return null;')).toEqual([]);
    expect(afters('response.writeHead(404, b);')).toEqual(['response.writeHead(405, b);']);
  });

  it('leave alone what no test has to notice', () => {
    const quiet = [
      "console.log('x', a < b);",
      'logger.warn(a + 1);',
      "throw new Error(a < b ? 'x' : 'y');",
      'setTimeout(g, 500);',
      'response.end();',
      "c = a || 'default';",
      'server.listen(3000);',
    ];
    for (const line of quiet) expect(afters(line), line).toEqual([]);
    expect(
      javascriptMutants(
        'a.js',
        "import a from 'a';\nconst limit = 1 + 2;\nfunction main() { return 1; }",
        null,
      ),
    ).toEqual([]);
  });

  it('look into handlers that are registered', () => {
    expect(
      javascriptMutants('a.js', "app.on('x', () => {\n  return a < 1;\n});", null).map((one) => one.line),
    ).toEqual([2, 2]);
  });

  it('are on the asked lines alone, and each parses', () => {
    const text = 'const f = (a) => a > 1;\nconst g = (a) => a > 2;\n';
    const mutants = javascriptMutants('a.js', text, new Set([2]));
    expect(mutants.map((mutant) => mutant.content().toString())).toEqual([
      'const f = (a) => a > 1;\nconst g = (a) => null;\n',
      'const f = (a) => a > 1;\nconst g = (a) => a >= 2;\n',
    ]);
  });
});

describe('mutants of Go', () => {
  it('swap tokens outside of text and logging', () => {
    const text = 'if a == b {\n\tlog.Print(a == b)\n\treturn true\n}\nreturn fmt.Errorf("a == b")\n';
    expect(goMutants('a.go', text, null).map((mutant) => mutant.after)).toEqual([
      'if a != b {',
      'return false',
    ]);
  });
});

describe('which mutants are tried', () => {
  const mutant = (path: string, line: number, strong = true) => ({
    path,
    line,
    strong,
    before: '',
    after: '',
    content: () => Buffer.from(''),
  });
  it('one a line, from every file, as many as asked, alike for one seed', () => {
    const all = ['a', 'b'].flatMap((path) => [1, 1, 2, 3, 4].map((line) => mutant(path, line)));
    const chosen = chooseMutants(all, 5, createRandom('x'));
    expect(new Set(chosen.map(({ path, line }) => `${path}:${line}`)).size).toBe(5);
    expect(chosen.filter(({ path }) => path === 'b')).toHaveLength(2);
    expect(chooseMutants(all, 5, createRandom('x'))).toEqual(chosen);
    expect(chooseMutants(all, 50, createRandom('x'))).toHaveLength(8);
  });
  it('are of lines that changed', () => {
    const lines = (text: string) => text.split(' ');
    expect(linesAdded(lines('a b c d'), lines('a x c y d'))).toEqual(new Set([2, 4]));
    expect(linesAdded(lines('a b'), lines('a b'))).toEqual(new Set());
    expect(linesAdded(lines('a b c'), lines('a c'))).toEqual(new Set());
  });
  it('meet the tests first that import their file', () => {
    const texts = new Map([
      ['test/a.test.js', "import './help.js';"],
      ['test/b.test.js', "const m = require('../src/index');"],
      ['test/c.test.js', "import '../src/store.js';"],
      ['test/help.js', ''],
      ['src/index.js', "export * from './store.ts';"],
      ['src/store.ts', ''],
    ]);
    expect(
      testsReaching(['test/a.test.js', 'test/b.test.js', 'test/c.test.js'], 'src/store.ts', texts),
    ).toEqual(['test/c.test.js', 'test/b.test.js', 'test/a.test.js']);
  });
});
