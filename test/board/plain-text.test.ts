import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { plainText } from '../../src/contracts/plain-text.ts';

describe('plain text', () => {
  it.each([
    ['a colour', '\u001b[1;31mred\u001b[0m', 'red'],
    ['a window title', '\u001b]0;owned\u0007text', 'text'],
    ['a link', '\u001b]8;;http://x\u001b\\here\u001b]8;;\u001b\\', 'here'],
    ['an 8-bit sequence', '\u009b2Jtext', 'text'],
    ['a carriage return', 'good\rbad', 'goodbad'],
    ['NUL and bell', 'a\u0000b\u0007', 'ab'],
    ['text turned around', 'abc\u202edcba', 'abcdcba'],
    ['a sequence cut off', 'text\u001b[31', 'text'],
    ['a string never closed', 'a\u001b]0;x\nnext line', 'a\nnext line'],
    ['a lone escape', 'a\u001b', 'a'],
  ])('takes out %s', (_what, raw, plain) => {
    expect(plainText(raw)).toBe(plain);
  });

  it('keeps words, tabs, line feeds and emoji', () => {
    expect(plainText('ok\t1\nschön 🚧')).toBe('ok\t1\nschön 🚧');
  });

  it('leaves no control character in anything', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), (raw) => {
        expect([...plainText(raw)].some((c) => (c < ' ' && c !== '\n' && c !== '\t') || c === '\u007f')).toBe(
          false,
        );
      }),
    );
  });
});
