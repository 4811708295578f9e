import { describe, expect, it } from 'vitest';
import { levelOf } from '../../src/logs/level-of.ts';

describe('how grave a line is', () => {
  it.each([
    'ERROR: cannot connect',
    '2026-01-01T00:00:00Z [error]: x'.replace('[error]:', 'error:'),
    'TypeError: x is not a function',
    'Traceback (most recent call last):',
    'npm ERR! missing script',
    'not ok 3 - adds',
    ' FAIL  test/a.test.ts',
    '  ✗ adds two numbers',
    '❌ todo: Verification failed',
    '\u001b[31mError:\u001b[0m no',
    '{"level":50,"msg":"x"}',
    '{"severity":"error","msg":"x"}',
  ])('is an error: %s', (line) => expect(levelOf(line)).toBe('error'));

  it.each([
    'WARN deprecated',
    'warning: unused',
    '(node:1) DeprecationWarning: x',
    '{"level":"warn"}',
    '⚠️ todo',
  ])('is a warning: %s', (line) => expect(levelOf(line)).toBe('warn'));

  it.each(['0 errors', 'writes error-page.ts', '{"level":30,"msg":"ERROR page shown"}', 'ok 3 - fails well'])(
    'is neither: %s',
    (line) => expect(levelOf(line)).toBe('info'),
  );
});
