import { describe, expect, it } from 'vitest';
import { stateOf } from '../../machines/step.ts';
import { changesView, pathView, serviceTicketsView } from '../../src/contracts/history.ts';
import { createHistory } from '../../src/history/history-book.ts';
import { machineOf, StreamReplay } from '../../src/history/stream-replay.ts';
import type { EventRow, Store, StreamId } from '../../src/store/store.port.ts';
import { livedLine } from './lived-line.ts';

const page = { limit: 10_000 };

async function histories(seed: number, events = 150) {
  const { store } = await livedLine(seed, events);
  const history = createHistory({
    store,
    ticketView: () => undefined,
    now: () => 0,
    boards: { at: () => Promise.reject(new Error('not asked')) },
  });
  const services = new Set(store.events({ kind: 'service' }).map(({ stream }) => stream.slice(8)));
  return { store, history, services: [...services] };
}

function statesOf(store: Store, stream: StreamId): { row: EventRow; line: string; live: string }[] {
  const replay = new StreamReplay(machineOf(stream));
  return store.events({ stream }).flatMap((row) => {
    replay.take(row);
    const state = replay.snapshot && stateOf(replay.snapshot);
    return state && 'line' in state ? [{ row, ...state }] : [];
  });
}

describe.each([5, 6])('of a service that lived through anything (seed %i)', (seed) => {
  it('every move is told once, and leads to where it stands', async () => {
    const { store, history, services } = await histories(seed);
    for (const id of services) {
      const { items } = await history.path(id, page);
      const states = statesOf(store, `service/${id}`);
      expect(items[0]).toMatchObject({ line: 'spec.missing', live: 'none', change: 0, event: 'Opened' });
      expect(items.at(-1)).toMatchObject({ line: states.at(-1)?.line, live: states.at(-1)?.live });
      for (const { seq, line, live, event } of items) {
        expect(states.find(({ row }) => row.seq === seq)).toMatchObject({
          line,
          live,
          row: { event: { type: event } },
        });
      }
      expect(pathView.parse({ moves: items, before: null }).moves).toEqual(items);
      const some = await history.path(id, { limit: 10_000, change: 1 });
      expect(some.items).toEqual(items.filter(({ change }) => change === 1));
    }
  });

  it('no two spans of a lane overlap, none is outside its change, and a change that is over leaves none open', async () => {
    const { history, services } = await histories(seed);
    for (const id of services) {
      const { items } = await history.changes(id, page);
      expect(changesView.parse({ now: 0, changes: items, before: null }).changes).toEqual(items);
      expect(items.filter(({ ended }) => ended === null).length).toBeLessThan(2);
      for (const { started, ended, spans, outcome } of items) {
        expect(outcome === 'open').toBe(ended === null);
        for (const lane of new Set(spans.map((span) => span.lane))) {
          const inOrder = spans.filter((span) => span.lane === lane).toSorted((a, b) => a.from - b.from);
          inOrder.forEach(({ from, to }, index) => {
            expect(from).toBeGreaterThanOrEqual(started);
            if (to !== null) expect(to).toBeGreaterThan(from);
            if (ended !== null) expect(to ?? Number.POSITIVE_INFINITY).toBeLessThanOrEqual(ended);
            const next = inOrder[index + 1];
            if (next) expect(to ?? Number.POSITIVE_INFINITY).toBeLessThanOrEqual(next.from);
          });
        }
      }
    }
  });

  it('the same is told whether it was read at once or bit by bit', async () => {
    const { store } = await livedLine(seed, 150);
    const options = { ticketView: () => undefined, boards: { at: () => Promise.reject(new Error()) } };
    const stream = store.events({ kind: 'service', limit: 1 })[0]?.stream.slice(8) ?? '';
    let upTo = 0;
    const growing = createHistory({
      ...options,
      now: () => 0,
      store: { ...store, events: (query) => store.events({ ...query, upTo }) },
    });
    for (; upTo < store.lastSeq(); upTo += 7) await growing.changes(stream, page);
    upTo = store.lastSeq();
    const whole = createHistory({ ...options, now: () => 0, store });
    expect(await growing.changes(stream, page)).toEqual(await whole.changes(stream, page));
    expect(await growing.path(stream, page)).toEqual(await whole.path(stream, page));
  });
});

it('a history without what machines were in, as older homes have it, is told by replay', async () => {
  const { store, history, services } = await histories(5);
  const [id = ''] = services;
  const old = createHistory({
    store: { ...store, events: (query) => store.events(query).map((row) => ({ ...row, after: null })) },
    ticketView: () => undefined,
    now: () => 0,
    boards: { at: () => Promise.reject(new Error('not asked')) },
  });
  expect(await old.path(id, page)).toEqual(await history.path(id, page));
  expect(await old.changes(id, page)).toEqual(await history.changes(id, page));
});

it('pages of a history fit together', async () => {
  const { history, services } = await histories(6);
  const [id = ''] = services;
  const all = (await history.path(id, page)).items;
  const parts: unknown[] = [];
  for (let before: number | null | undefined; before !== null; ) {
    const part = await history.path(id, { limit: 4, ...(before === undefined ? {} : { before }) });
    parts.unshift(...part.items);
    before = part.before;
  }
  expect(parts).toEqual(all);
  const changes = (await history.changes(id, page)).items;
  const newest = await history.changes(id, { limit: 1 });
  expect(newest.items).toEqual(changes.slice(0, 1));
  expect(serviceTicketsView.parse({ now: 0, tickets: [], before: newest.before }).before).toBe(
    changes.length > 1 ? changes[0]?.n : null,
  );
});
