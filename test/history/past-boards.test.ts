import { describe, expect, it } from 'vitest';
import { pastBoard } from '../../src/contracts/history.ts';
import { lastAt } from '../../src/history/moment-of.ts';
import { leftOut, PastBoards } from '../../src/history/past-boards.ts';
import { livedLine, viewsOf } from './lived-line.ts';

const byName = (views: readonly unknown[]) =>
  views
    .map((view) => JSON.stringify(view, (_key, value) => (value === undefined ? null : value)))
    .sort()
    .map((text): unknown => JSON.parse(text));

describe('the board of another moment', () => {
  it.each([1, 2])('is the one that was there then, whatever came after it (seed %i)', async (seed) => {
    const { store, looks } = await livedLine(seed, 120);
    const boards = new PastBoards(store, viewsOf);
    // A look between two events of one moment is no moment of its own.
    const told = looks.filter(({ at, seq }) => lastAt(store, at) === seq);
    expect(told.length).toBeGreaterThan(3);
    for (const { at, seq, board } of told) {
      const past = await boards.at(at);
      expect(pastBoard.safeParse(past)).toMatchObject({ success: true });
      expect(past).toMatchObject({ at, seq, line: board.line, leftOut });
      expect(byName(past.services)).toEqual(byName(board.services));
      expect(byName(past.sessions)).toEqual(byName(board.sessions));
    }
  });

  it('is empty before anything happened', async () => {
    const { store } = await livedLine(1, 5);
    const past = await new PastBoards(store, viewsOf).at(0);
    expect(past).toMatchObject({ seq: 0, services: [], sessions: [] });
  });

  it('is read once for all who ask for it, and refused to those who come while others wait', async () => {
    const { store } = await livedLine(2, 60);
    let read = 0;
    const boards = new PastBoards(store, (line) => {
      read += 1;
      return viewsOf(line);
    });
    const times = [...new Set(store.events({}).map(({ at }) => at))];
    const [one = 0, ...others] = times;
    const same = await Promise.all([boards.at(one), boards.at(one), boards.at(one)]);
    expect(read).toBe(1);
    expect(same[1]).toEqual(same[0]);
    const answers = await Promise.allSettled(others.map((at) => boards.at(at)));
    const refused = answers.filter(({ status }) => status === 'rejected');
    expect(refused.length).toBeGreaterThan(0);
    for (const each of refused) expect(each).toMatchObject({ reason: { code: 'TOO_MANY' } });
    await expect(boards.at(others.at(-1) ?? 0)).resolves.toMatchObject({ epoch: 'past' });
  });
});

describe('the last event of a moment', () => {
  it('is the one journaled then or before it', async () => {
    const { store } = await livedLine(3, 40);
    const rows = store.events({});
    const [first] = rows;
    expect(lastAt(store, (first?.at ?? 0) - 1)).toBe(0);
    for (const { at } of rows) {
      expect(lastAt(store, at)).toBe(rows.filter((row) => row.at <= at).at(-1)?.seq);
    }
    expect(lastAt(store, Number.MAX_SAFE_INTEGER)).toBe(store.lastSeq());
  });
});
