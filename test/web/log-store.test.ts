import { describe, expect, it } from 'vitest';
import type { LogFilter } from '../../src/contracts/logs.ts';
import { MemoryLogBook } from '../../src/logs/memory-log-book.ts';
import { countOf, numberAt, rowOf } from '../../web/src/service/log/log-rows.ts';
import { type LogReader, LogStore } from '../../web/src/service/log/log-store.ts';

const soon = { timeout: 5_000, interval: 5 };

function aLog(count: number) {
  const book = new MemoryLogBook({ now: () => 1_000 }, 100_000);
  const print = (from: number, to: number) => {
    for (let n = from; n <= to; n += 1) book.append('a', n % 10 === 0 ? 'verify' : 'ada', `step ${n}`);
  };
  print(1, count);
  const asked: (number | undefined)[] = [];
  const reader: LogReader = {
    page: async ({ after, from, ...query }) => {
      asked.push(from);
      return book.page('a', { ...query, from: after === undefined ? from : after + 1 });
    },
    search: (filter: LogFilter) => book.search('a', filter),
  };
  return { book, print, asked, store: new LogStore(reader) };
}

describe('a log as a page holds it', () => {
  it('knows how many lines there are from the newest, and reads others when they are wanted', async () => {
    const { store, asked } = aLog(5_000);
    await store.open();
    expect(store.get()).toMatchObject({
      loaded: true,
      last: 5_000,
      rows: { kind: 'all', first: 1, last: 5_000 },
    });
    expect(store.line(5_000)?.line).toBe('step 5000');
    expect(store.line(1_000)).toBeUndefined();
    store.want(999, 1_040);
    store.want(999, 1_040);
    await expect.poll(() => store.line(1_041)?.line, soon).toBe('step 1041');
    expect(asked).toEqual([undefined, 900]);
  });

  it('reads what is wanted while others are read, as soon as those are there', async () => {
    const { store } = aLog(5_000);
    await store.open();
    store.subscribe(() => store.want(999, 1_040));
    store.want(2_999, 3_040);
    await expect.poll(() => store.line(1_001)?.line, soon).toBe('step 1001');
  });

  it('takes lines as they come, and those left out when they are wanted', async () => {
    const { store, book, print } = aLog(1_000);
    await store.open();
    print(1_001, 3_000);
    const { lines } = await book.page('a', { limit: 100 });
    store.take({ first: 1, last: 3_000, lines });
    expect(countOf(store.get().rows)).toBe(3_000);
    expect(store.line(3_000)?.line).toBe('step 3000');
    store.want(1_500, 1_540);
    await expect.poll(() => store.line(1_501)?.line, soon).toBe('step 1501');
  });

  it('shows only what a filter means, also of what comes later', async () => {
    const { store, print, book } = aLog(1_000);
    await store.open();
    await store.choose({ source: 'verify' }, 'step 99');
    const { rows, found } = store.get();
    expect([countOf(rows), numberAt(rows, 0), rowOf(rows, 95)]).toEqual([100, 10, 9]);
    expect(found).toEqual([990]);
    store.want(0, 40);
    await expect.poll(() => store.line(410)?.line, soon).toBe('step 410');
    print(1_001, 1_010);
    store.take({ first: 1, last: 1_010, lines: (await book.page('a', { limit: 10 })).lines });
    expect(countOf(store.get().rows)).toBe(101);
    await store.choose({}, '');
    expect(store.get()).toMatchObject({ rows: { kind: 'all', first: 1, last: 1_010 }, found: [] });
  });

  it('knows a number that was lost from one that was not read', async () => {
    const { book } = aLog(0);
    const whole = aLog(100);
    const holes: LogReader = {
      page: async (query) => {
        const answer = await whole.book.page('a', query);
        return { ...answer, lines: answer.lines.filter(({ n }) => n < 20 || n > 30) };
      },
      search: (filter) => book.search('a', filter),
    };
    const store = new LogStore(holes);
    await store.open();
    store.want(0, 60);
    await expect.poll(() => store.line(25), soon).toBeNull();
    expect(store.line(31)?.line).toBe('step 31');
  });

  it('begins anew with another log than it knew', async () => {
    const { store } = aLog(500);
    await store.open();
    store.watched({ first: 1, last: 500 });
    expect(store.get().last).toBe(500);
    store.watched({ first: 1, last: 3 });
    expect(store.get()).toMatchObject({ last: 3, rows: { kind: 'all', first: 1, last: 3 } });
    expect(store.line(500)).toBeUndefined();
  });
});
