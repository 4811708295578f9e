import { describe, expect, it } from 'vitest';
import { endingWords } from '../../../src/verification/evidence/ending-words.ts';
import { harmlessOptions, harmlessWords } from '../../../src/verification/runners/mocha-config.ts';
import { harmless, sectionOf } from '../../../src/verification/runners/pytest-config.ts';
import { configWord, wordsAfter } from '../../../src/verification/runners/test-script.ts';

describe('what a project asks of its runner', () => {
  it('is kept of pytest’s addopts where it says how tests are loaded', () => {
    const words =
      '-ra -q --import-mode=importlib --import-mode append -p helpers.plugin -p no:python --strict-markers -k not --deselect a -x --ignore=b --cov-fail-under=0 --lf --asyncio-mode=auto'.split(
        ' ',
      );
    expect(harmless(words)).toEqual([
      '--import-mode=importlib',
      '--import-mode',
      'append',
      '-p',
      'helpers.plugin',
      '--strict-markers',
      '--asyncio-mode=auto',
    ]);
  });

  it('is read from INI and TOML, over several lines, of its own section alone', () => {
    const text =
      '[other]\naddopts = no\n[pytest]\n# words\naddopts =\n    -ra\n    --strict\npython_classes: Check*\n[more]\nx = 1\n';
    expect([...(sectionOf(text, 'pytest') ?? [])]).toEqual([
      ['addopts', ' -ra --strict'],
      ['python_classes', 'Check*'],
    ]);
    expect(sectionOf('[tool.other]\n', 'tool.pytest.ini_options')).toBeUndefined();
  });

  it('is kept of Mocha’s configuration and script where it leaves no test out', () => {
    expect(
      harmlessOptions({
        require: ['a', 'b'],
        grep: 'x',
        retries: 3,
        spec: 'none',
        ui: 'tdd',
        exit: true,
        timeout: 5000,
      }),
    ).toEqual(['--require', 'a', '--require', 'b', '--ui', 'tdd', '--exit', '--timeout', '5000']);
    expect(harmlessOptions('junk')).toEqual([]);
    expect(
      harmlessWords(['-r', 'ts-node/register', '--exit', '--grep', 'x', '--timeout=9', 'test/**/*.ts']),
    ).toEqual(['--require', 'ts-node/register', '--exit', '--timeout', '9']);
  });

  it('is read from the test script up to the next command', () => {
    expect(wordsAfter('NODE_ENV=test c8 mocha -r "a b" --exit && echo ok', 'mocha')).toEqual([
      '-r',
      'a b',
      '--exit',
    ]);
    expect(wordsAfter('node node_modules/jest/bin/jest.js --config=x.js', 'jest')).toEqual(['--config=x.js']);
    expect(wordsAfter('tap', 'mocha')).toEqual([]);
    expect(configWord(['-c', 'jest.unit.js'])).toEqual(['--config=jest.unit.js']);
    expect(configWord(['--config=../x.js'])).toEqual([]);
    expect(configWord(['--config=/etc/x.js'])).toEqual([]);
  });
});

describe('the last words of a command', () => {
  it('are without frames of stack traces but the innermost of the service, and name its files as they are', () => {
    const output =
      "Error: no such module\n    at load (node:internal/x:1:2)\n    at Object.<anonymous> (/b/test/a.js:3:1)\n    at more (/b/test/b.js:1:1)\n    at file:///b/node_modules/m/x.js:1:1\n\n  code: 'X'\n";
    expect(endingWords(output, '/b')).toBe(
      "Error: no such module\n    at Object.<anonymous> (BUILD/test/a.js:3:1)\n  code: 'X'",
    );
  });
});
