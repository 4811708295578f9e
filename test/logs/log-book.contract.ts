import { describe, expect, it } from 'vitest';
import type { LogLine } from '../../src/contracts/logs.ts';
import type { LogBook } from '../../src/logs/log-book.port.ts';

/** What every log book does. `make` gives an empty one whose clock stands at 1,000. */
export function logBookContract(name: string, make: () => LogBook): void {
  const texts = (lines: readonly LogLine[]) => lines.map(({ line }) => line);
  const numbers = (lines: readonly LogLine[]) => lines.map(({ n }) => n);

  describe(name, () => {
    it('numbers the lines of each service by itself, from one on', async () => {
      const book = make();
      book.append('a', 'ada', 'one\ntwo');
      book.append('b', 'andon', 'other');
      book.append('a', 'verify', 'three');
      expect(await book.page('a', { limit: 10 })).toEqual({
        first: 1,
        last: 3,
        sources: ['ada', 'verify'],
        lines: [
          { n: 1, at: 1_000, source: 'ada', level: 'info', line: 'one' },
          { n: 2, at: 1_000, source: 'ada', level: 'info', line: 'two' },
          { n: 3, at: 1_000, source: 'verify', level: 'info', line: 'three' },
        ],
      });
      expect(numbers((await book.page('b', { limit: 10 })).lines)).toEqual([1]);
      await book.close();
    });

    it('is empty for a service that printed nothing', async () => {
      const book = make();
      expect(await book.page('a', { limit: 10 })).toEqual({ first: 1, last: 0, sources: [], lines: [] });
      expect(await book.search('a', { q: 'x' })).toEqual({ first: 1, last: 0, matches: [], cut: false });
      await book.close();
    });

    it('gives the newest lines, or those from a number on, as many as are wanted', async () => {
      const book = make();
      for (let n = 1; n <= 1_500; n += 1) book.append('a', 'ada', `line ${n}`);
      await book.settled();
      book.append('a', 'ada', 'line 1501');
      expect(numbers((await book.page('a', { limit: 3 })).lines)).toEqual([1_499, 1_500, 1_501]);
      expect(numbers((await book.page('a', { from: 700, limit: 3 })).lines)).toEqual([700, 701, 702]);
      expect(numbers((await book.page('a', { from: 1_500, limit: 9 })).lines)).toEqual([1_500, 1_501]);
      expect((await book.page('a', { from: 1_502, limit: 9 })).lines).toEqual([]);
      await book.close();
    });

    it('finds lines by text, source and level, whatever colours they have', async () => {
      const book = make();
      book.append('a', 'ada', 'writes src/main.ts');
      book.append('a', 'ada', 'Err\u001b[31mor: no such file');
      book.append('a', 'verify', '12 tests, ERROR in one');
      await book.settled();
      book.append('a', 'verify', 'WARN slow');
      const found = async (filter: object) => (await book.search('a', filter)).matches;
      expect(await found({ q: 'ERROR' })).toEqual([2, 3]);
      expect(await found({ q: 'error', source: 'ada' })).toEqual([2]);
      expect(await found({ level: 'error' })).toEqual([2, 3]);
      expect(await found({ level: 'warn' })).toEqual([2, 3, 4]);
      expect(await found({ source: 'nobody' })).toEqual([]);
      expect(numbers((await book.page('a', { level: 'warn', limit: 2 })).lines)).toEqual([3, 4]);
      expect(numbers((await book.page('a', { source: 'verify', from: 1, limit: 1 })).lines)).toEqual([3]);
      await book.close();
    });

    it('tells of each line once, with its number', async () => {
      const book = make();
      const told: string[] = [];
      const stop = book.onLines((service, lines) => {
        told.push(...lines.map(({ n, line }) => `${service} ${n} ${line}`));
      });
      book.append('a', 'ada', 'one\ntwo');
      await book.settled();
      book.append('a', 'ada', 'three');
      stop();
      book.append('a', 'ada', 'four');
      expect(told).toEqual(['a 1 one', 'a 2 two', 'a 3 three']);
      await book.close();
    });

    it('keeps a line of 4 MB, control characters and many lines at once within bounds', async () => {
      const book = make();
      book.append('a', 'ada', 'x'.repeat(4 * 1024 * 1024));
      book.append('a', 'ada', 'nul \0 bell \u0007 \u202egnp.exe \ud800');
      book.append('a', 'ada', '10 %\r90 %\r100 %\r\n\r\n');
      book.append('a', 'ada', 'y\n'.repeat(5_000));
      const { lines } = await book.page('a', { from: 1, limit: 5_000 });
      expect(texts(lines)[0]).toBe(`${'x'.repeat(4_000)} … (4190304 more characters)`);
      expect(texts(lines)[1]).toContain('nul \0 bell');
      expect(texts(lines)[2]).toBe('100 %');
      expect(texts(lines).at(-1)).toBe('(more was printed at once than is kept)');
      expect(lines.length).toBeLessThan(2_100);
      await book.close();
    });

    it('gives the whole of it in order', async () => {
      const book = make();
      for (let n = 1; n <= 900; n += 1) book.append('a', 'ada', String(n));
      await book.settled();
      book.append('a', 'ada', '901');
      const all: number[] = [];
      for await (const lines of book.whole('a')) all.push(...numbers(lines));
      expect(all).toEqual(Array.from({ length: 901 }, (_, i) => i + 1));
      await book.close();
    });
  });
}
