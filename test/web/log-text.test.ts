import { describe, expect, it } from 'vitest';
import { ansiSpans } from '../../web/src/service/log/ansi-spans.ts';
import { cutAt, placesOf } from '../../web/src/service/log/mark-matches.ts';

const textOf = (line: string) =>
  ansiSpans(line)
    .map(({ text }) => text)
    .join('');

describe('a printed line on the page', () => {
  it('keeps its colours as hues, and its weight', () => {
    expect(
      ansiSpans('a \u001b[1;31mERROR\u001b[0m b \u001b[38;5;46mgreen\u001b[39m \u001b[2mdim\u001b[22m'),
    ).toMatchObject([
      { text: 'a ', hue: null, bold: false },
      { text: 'ERROR', hue: 'red', bold: true },
      { text: ' b ', hue: null, bold: false },
      { text: 'green', hue: 'green' },
      { text: ' ', hue: null },
      { text: 'dim', hue: null, dim: true },
    ]);
  });

  it('takes any colour to the nearest hue, and a background for a foreground', () => {
    const hue = (codes: string) => ansiSpans(`\u001b[${codes}mx`)[0]?.hue;
    expect(['31', '33', '32', '36', '34', '35'].map(hue)).toEqual([
      ...['red', 'yellow', 'green', 'cyan', 'blue', 'magenta'],
    ]);
    expect(['30', '37', '97', '38;2;120;120;120', '38;5;240'].map(hue)).toEqual(Array(5).fill(null));
    expect(hue('38;2;255;90;80')).toBe('red');
    expect(hue('97;41')).toBe('red');
  });

  it('shows what a hostile line would hide, and obeys nothing', () => {
    expect(textOf('\u001b[8mhidden\u001b[0m')).toBe('hidden');
    expect(textOf('\u001b[30;40mblack on black')).toBe('black on black');
    expect(
      textOf('\u001b]0;title\u0007\u001b[2Jclears \u001b]8;;http://x\u001b\\link\u001b]8;;\u001b\\'),
    ).toBe('clears link');
    expect(textOf('a\u202egnp.exe\u0000\u0007b')).toBe('agnp.exeb');
    expect(textOf('\u001b[31')).toBe('');
    expect(textOf('<img src=x onerror=alert(1)>')).toBe('<img src=x onerror=alert(1)>');
  });

  it('stays quick and whole with thousands of codes', () => {
    const spans = ansiSpans('\u001b[31mx'.repeat(5_000));
    expect(spans.map(({ text }) => text).join('')).toBe('x'.repeat(5_000));
    expect(spans.length).toBeLessThanOrEqual(501);
  });
});

describe('matches in a line', () => {
  it('are found whatever their case, none over another', () => {
    expect(placesOf('aAaAb', 'aa')).toEqual([
      [0, 2],
      [2, 4],
    ]);
    expect(placesOf('abc', '')).toEqual([]);
    expect(placesOf('x'.repeat(1_000), 'x', 3)).toHaveLength(3);
  });

  it('cut pieces where they begin and end, also across pieces', () => {
    const pieces = [{ text: 'ab' }, { text: 'cd' }];
    expect(cutAt(pieces, [[1, 3]])).toEqual([
      { text: 'a', marked: false },
      { text: 'b', marked: true },
      { text: 'c', marked: true },
      { text: 'd', marked: false },
    ]);
    expect(cutAt(pieces, [])).toEqual([
      { text: 'ab', marked: false },
      { text: 'cd', marked: false },
    ]);
  });
});
