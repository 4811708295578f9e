import {
  appendFileSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  renameSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { realClock } from '../../src/coordinator/real-clock.ts';
import { FileLogBook } from '../../src/logs/file-log-book.ts';
import { logBookContract } from './log-book.contract.ts';

const root = mkdtempSync(join(tmpdir(), 'andon-logs-'));
let homes = 0;
afterAll(() => rmSync(root, { recursive: true, force: true }));

function newHome(): string {
  homes += 1;
  return join(root, String(homes));
}

type Options = { lines?: number; bytes?: number; onProblem?: (why: string | null) => void };

function bookIn(
  directory: string,
  { lines = 100_000, bytes = 50 << 20, onProblem }: Options = {},
): FileLogBook {
  const clock = { now: () => 1_000, after: realClock.after };
  return new FileLogBook({ directory, clock, keep: { lines, bytes }, ...(onProblem ? { onProblem } : {}) });
}

logBookContract('a log book in files', () => bookIn(newHome()));

describe('a log book in files', () => {
  const linesOf = async (book: FileLogBook) =>
    (await book.page('a', { from: 0, limit: 200_000 })).lines.map(({ n, line }) => `${n} ${line}`);

  it('goes on with the numbers after a restart, and says that there was one', async () => {
    const home = newHome();
    const before = bookIn(home);
    before.append('a', 'ada', 'one\ntwo');
    await before.close();
    const after = bookIn(home);
    expect(await linesOf(after)).toEqual(['1 one', '2 two']);
    after.append('a', 'ada', 'three');
    expect(await linesOf(after)).toEqual(['1 one', '2 two', '3 Andon was started again', '4 three']);
    await after.close();
  });

  it('goes on behind what cannot be read, with numbers that were not given before', async () => {
    const home = newHome();
    mkdirSync(join(home, 'a', 'lines', '000000000041.jsonl'), { recursive: true });
    const book = bookIn(home, { lines: 100 });
    book.append('a', 'ada', 'one');
    await book.settled();
    expect(await linesOf(book)).toEqual(['142 Andon was started again', '143 one']);
    await book.close();
    expect(await linesOf(bookIn(home))).toEqual(['142 Andon was started again', '143 one']);
  });

  it('leaves out the row that a killed process had written half of', async () => {
    const home = newHome();
    const before = bookIn(home);
    before.append('a', 'ada', 'one\ntwo');
    await before.close();
    appendFileSync(join(home, 'a', 'lines', '000000000001.jsonl'), '{"n":3,"at":1000,"sour');
    const after = bookIn(home);
    after.append('a', 'ada', 'three');
    await after.close();
    expect(await linesOf(bookIn(home))).toEqual(['1 one', '2 two', '3 Andon was started again', '4 three']);
  });

  it('keeps at least the newest lines it is to keep, and not many more', async () => {
    const home = newHome();
    const book = bookIn(home, { lines: 1_000 });
    for (let n = 1; n <= 5_000; n += 1) {
      book.append('a', 'ada', `line ${n}`);
      if (n % 70 === 0) await book.settled();
    }
    await book.settled();
    const { first, last, lines } = await book.page('a', { from: 0, limit: 5_000 });
    expect(last).toBe(5_000);
    expect(lines.map(({ n }) => n)).toEqual(Array.from({ length: last - first + 1 }, (_, i) => first + i));
    expect(lines.length).toBeGreaterThanOrEqual(1_000);
    expect(lines.length).toBeLessThanOrEqual(1_200);
    expect(readdirSync(join(home, 'a', 'lines')).length).toBeLessThanOrEqual(12);
    await book.close();
  });

  it('keeps no more bytes than it may', async () => {
    const book = bookIn(newHome(), { bytes: 100_000 });
    for (let n = 1; n <= 1_000; n += 1) {
      book.append('a', 'ada', 'z'.repeat(900));
      if (n % 50 === 0) await book.settled();
    }
    const { first, last } = await book.page('a', { limit: 1 });
    expect(last).toBe(1_000);
    expect((last - first + 1) * 950).toBeLessThanOrEqual(110_000);
    expect(last - first).toBeGreaterThan(50);
    await book.close();
  });

  it('finds numbers, text and sources among 100,000 lines', async () => {
    const book = bookIn(newHome());
    for (let n = 1; n <= 100_000; n += 1) {
      book.append('a', n % 3 === 0 ? 'verify' : 'ada', `line ${n}`);
      if (n % 4_000 === 0) await book.settled();
    }
    const { lines } = await book.page('a', { from: 54_321, limit: 200 });
    expect([lines[0]?.line, lines.length]).toEqual(['line 54321', 200]);
    expect((await book.search('a', { q: 'line 9999' })).matches).toEqual([
      9_999,
      ...Array.from({ length: 10 }, (_, i) => 99_990 + i),
    ]);
    const { matches, cut } = await book.search('a', { source: 'ada' });
    expect([matches.length, matches.at(-1), cut]).toEqual([50_000, 100_000, true]);
    await book.close();
  });

  it('goes on in memory while the disk takes nothing, says so once, and loses nothing when it is back soon', async () => {
    const home = newHome();
    const problems: (string | null)[] = [];
    const book = bookIn(home, { onProblem: (why) => problems.push(why) });
    book.append('a', 'ada', 'one');
    await book.settled();
    renameSync(join(home, 'a'), join(home, 'kept'));
    writeFileSync(join(home, 'a'), 'in the way');
    book.append('a', 'ada', 'two');
    await book.settled();
    book.append('a', 'ada', 'three');
    await book.settled();
    const said = (await linesOf(book)).filter((line) => line.includes('disk takes no log lines'));
    expect(said).toHaveLength(1);
    expect(await linesOf(book)).toContain('4 three');
    rmSync(join(home, 'a'));
    renameSync(join(home, 'kept'), join(home, 'a'));
    await book.close();
    expect(problems).toEqual([expect.stringContaining('ENOTDIR'), null]);
    expect((await linesOf(bookIn(home))).map((line) => line.slice(0, 7))).toEqual([
      '1 one',
      '2 two',
      '3 The d',
      '4 three',
    ]);
  });

  it('begins anew where somebody removed its files', async () => {
    const home = newHome();
    const book = bookIn(home);
    book.append('a', 'ada', 'one');
    await book.settled();
    rmSync(join(home, 'a'), { recursive: true });
    book.append('a', 'ada', 'two');
    await book.settled();
    expect(await book.page('a', { limit: 9 })).toMatchObject({ first: 2, last: 2, lines: [{ line: 'two' }] });
    await book.close();
  });
});
