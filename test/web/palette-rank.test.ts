import { describe, expect, it } from 'vitest';
import { best, rank } from '../../web/src/shell/palette/rank.ts';

const find = (wanted: string, names: string[], most = 10) => best(wanted, names, (name) => name, most);

describe('what the palette finds', () => {
  it('is the same name first, then a beginning, a word, a part, and letters in order', () => {
    const names = [
      'so-quickly-unseen-of-time-es',
      'myquotes',
      'old-quotes',
      'quotes-of-today',
      'quotes',
      'todo',
    ];
    expect(find('quotes', names)).toEqual([
      'quotes',
      'quotes-of-today',
      'old-quotes',
      'myquotes',
      'so-quickly-unseen-of-time-es',
    ]);
  });

  it('does not depend on the order of what is there, or on capitals and spaces around', () => {
    const names = ['b-pay', 'a-pay', 'c-pay'];
    expect(find(' PAY ', names)).toEqual(['a-pay', 'b-pay', 'c-pay']);
    expect(find('pay', [...names].reverse())).toEqual(['a-pay', 'b-pay', 'c-pay']);
  });

  it('is never more than asked for, and those are the best of ten thousand', () => {
    const names = Array.from({ length: 10_000 }, (_, index) => `service-${index}`);
    expect(find('service-77', names, 3)).toEqual(['service-77', 'service-770', 'service-771']);
  });

  it('is nothing where the letters are not in that order', () => {
    expect(rank('zq', 'quiz')).toBe(0);
    expect(rank('qz', 'quiz')).toBeGreaterThan(0);
  });
});
