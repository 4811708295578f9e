import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { canonicalJson } from '../../../src/verification/record/canonical-json.ts';

describe('the canonical text of a JSON value', () => {
  it('has members in the order of their UTF-16 code units, as RFC 8785 shows', () => {
    const value = {
      '\u20ac': 'Euro Sign',
      '\r': 'Carriage Return',
      '\ufb33': 'Hebrew Letter Dalet With Dagesh',
      '1': 'One',
      '\ud83d\ude00': 'Emoji: Grinning Face',
      '\u0080': 'Control',
      '\u00f6': 'Latin Small Letter O With Diaeresis',
    };
    expect(Object.values(JSON.parse(canonicalJson(value)))).toHaveLength(7);
    expect([...canonicalJson(value).matchAll(/:"([^"]+)"/g)].map((match) => match[1])).toEqual([
      'Carriage Return',
      'One',
      'Control',
      'Latin Small Letter O With Diaeresis',
      'Euro Sign',
      'Emoji: Grinning Face',
      'Hebrew Letter Dalet With Dagesh',
    ]);
  });

  it('writes numbers as ECMAScript does', () => {
    const numbers = [333333333.3333333, 1e30, 4.5, 0.002, 1e-27, -0, 1e21, 5e-324];
    expect(canonicalJson(numbers)).toBe('[333333333.3333333,1e+30,4.5,0.002,1e-27,0,1e+21,5e-324]');
  });

  it('escapes what JSON has to, and half a pair, and nothing else', () => {
    expect(canonicalJson('\u20ac$\u000f\nA\'B"\\"/\ud800')).toBe('"\u20ac$\\u000f\\nA\'B\\"\\\\\\"/\\ud800"');
  });

  it('leaves out members that are undefined, and refuses what is no JSON', () => {
    expect(canonicalJson({ b: [null, true], a: undefined })).toBe('{"b":[null,true]}');
    for (const value of [Number.NaN, Number.POSITIVE_INFINITY, [undefined], () => 1])
      expect(() => canonicalJson({ value })).toThrow(TypeError);
  });

  it('is the same for whatever order and spaces a value was written with, and reads back as it', () => {
    fc.assert(
      fc.property(fc.jsonValue(), (value) => {
        const read: unknown = JSON.parse(JSON.stringify(value, null, 2));
        expect(canonicalJson(read)).toBe(canonicalJson(value));
        expect(canonicalJson(JSON.parse(canonicalJson(value)))).toBe(canonicalJson(value));
      }),
    );
  });
});
