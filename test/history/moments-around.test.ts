import { describe, expect, it } from 'vitest';
import { momentsAround } from '../../src/history/moments-around.ts';
import type { EventQuery, EventRow } from '../../src/store/store.port.ts';

const row = (seq: number, at: number): EventRow => ({
  seq,
  at,
  stream: 'service/a',
  version: 1,
  event: { type: `e${seq}` },
  after: null,
});

/** The journal's reading by number, as the store does it. */
function journal(rows: readonly EventRow[]) {
  let reads = 0;
  const events = ({ after = 0, limit = 1, newestFirst = false }: EventQuery): EventRow[] => {
    reads += 1;
    const found = rows.filter(({ seq }) => seq > after);
    return (newestFirst ? found.reverse() : found).slice(0, limit);
  };
  return { events, lastSeq: () => rows.at(-1)?.seq ?? 0, reads: () => reads };
}

const numbers = (at: number, rows: readonly EventRow[]) => {
  const { first, here, earlier, later } = momentsAround(journal(rows), at);
  return [first, here, earlier, later].map((each) => each?.seq ?? null);
};

describe('the events around a moment', () => {
  const rows = [row(1, 100), row(2, 200), row(3, 200), row(5, 300)];

  it.each([
    ['before all', 50, [1, null, null, 1]],
    ['at the first', 100, [1, 1, null, 2]],
    ['between two', 150, [1, 1, 1, 2]],
    ['at two of the same moment', 200, [1, 3, 1, 5]],
    ['across a missing number', 250, [1, 3, 3, 5]],
    ['after all', 999, [1, 5, 5, null]],
  ])('%s', (_where, at, expected) => {
    expect(numbers(at, rows)).toEqual(expected);
  });

  it('are none in an empty journal', () => {
    expect(numbers(1, [])).toEqual([null, null, null, null]);
  });

  it('are found in few reads of a long journal', () => {
    const long = Array.from({ length: 20_000 }, (_, index) => row(index + 1, index * 10));
    const told = journal(long);
    expect(momentsAround(told, 123_456).here?.seq).toBe(12_346);
    expect(told.reads()).toBeLessThan(50);
  });
});
