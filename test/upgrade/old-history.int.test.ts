import { describe, expect, it, onTestFinished } from 'vitest';
import { createHistory } from '../../src/history/history-book.ts';
import { PastBoards } from '../../src/history/past-boards.ts';
import { openLibsqlStore } from '../../src/store/libsql-store.ts';
import { viewsOf } from '../history/lived-line.ts';
import { statesStored, storedHome, storedVersions } from './stored-home.ts';

describe.each(storedVersions)('the history of a home that version %s wrote', (version) => {
  async function opened() {
    const store = openLibsqlStore(await storedHome(version));
    onTestFinished(() => store.close());
    const boards = new PastBoards(store, viewsOf);
    return {
      store,
      boards,
      history: createHistory({ store, boards, ticketView: () => undefined, now: () => 0 }),
    };
  }

  it('leads to where each service stands, though its rows say nothing of what machines were in', async () => {
    const { store, boards, history } = await opened();
    const board = await boards.at(Number.MAX_SAFE_INTEGER);
    expect(board.services.length).toBeGreaterThan(20);
    const stored = statesStored(version);
    for (const { id, name } of board.services) {
      const { items } = await history.path(id, { limit: 1 });
      expect({ name, stands: `${items[0]?.line} ${items[0]?.live}` }).toEqual({ name, stands: stored[name] });
      expect((await history.changes(id, { limit: 50 })).items.length).toBeGreaterThan(0);
    }
    expect(store.lastSeq()).toBe(board.seq);
  });

  it('has boards of every moment', async () => {
    const { store, boards } = await opened();
    const [middle] = store.events({ after: Math.floor(store.lastSeq() / 2), limit: 1 });
    const board = await boards.at(middle?.at ?? 0);
    expect(board.services.length).toBeGreaterThan(0);
  });
});
