import { expect, it, onTestFinished } from 'vitest';
import type { Store } from '../../src/store/store.port.ts';
import { batch, event } from './batch.ts';

/** What every store promises. */
export function storeContract(open: () => Promise<Store>): void {
  async function opened(): Promise<Store> {
    const store = await open();
    onTestFinished(() => store.close());
    return store;
  }

  it('starts at sequence number 0 with nothing in it', async () => {
    const store = await opened();
    expect(store.lastSeq()).toBe(0);
    expect(store.events({})).toEqual([]);
    expect([...store.activeSnapshots()]).toEqual([]);
    expect(store.owedEffects()).toEqual([]);
    expect(store.timers()).toEqual([]);
  });

  it('gives back the events of one stream, after a number, newest first, up to a limit', async () => {
    const store = await opened();
    await store.commit(
      batch({ events: [event(1), event(2, 'ticket/t'), event(3), event(4), event(5, 'ticket/t')] }),
    );
    const numbers = (query: Parameters<Store['events']>[0]) => store.events(query).map((row) => row.seq);
    expect(store.lastSeq()).toBe(5);
    expect(store.events({ limit: 1 })).toEqual([event(1)]);
    expect(numbers({})).toEqual([1, 2, 3, 4, 5]);
    expect(numbers({ stream: 'service/a' })).toEqual([1, 3, 4]);
    expect(numbers({ stream: 'service/a', after: 1, limit: 1 })).toEqual([3]);
    expect(numbers({ newestFirst: true, limit: 2 })).toEqual([5, 4]);
    expect(numbers({ stream: 'ticket/t', newestFirst: true })).toEqual([5, 2]);
    expect(numbers({ stream: 'service/unknown' })).toEqual([]);
  });

  it('gives back the events of a kind of machine, of some types, and between two numbers or moments', async () => {
    const store = await opened();
    await store.commit(
      batch({
        events: [
          event(1),
          event(2, 'ticket/t', 'Opened'),
          event(3, 'service/b', 'Opened'),
          event(4, 'line/main'),
          event(5, 'ticket/u'),
        ],
      }),
    );
    const numbers = (query: Parameters<Store['events']>[0]) => store.events(query).map((row) => row.seq);
    expect(numbers({ kind: 'service' })).toEqual([1, 3]);
    expect(numbers({ kind: 'ticket', newestFirst: true })).toEqual([5, 2]);
    expect(numbers({ types: ['Opened'] })).toEqual([2, 3]);
    expect(numbers({ types: ['Opened', 'Closed'], limit: 1 })).toEqual([2]);
    expect(numbers({ types: [] })).toEqual([]);
    expect(numbers({ after: 1, upTo: 3 })).toEqual([2, 3]);
    expect(numbers({ from: 1_002, until: 1_004 })).toEqual([2, 3]);
    expect(numbers({ kind: 'ticket', types: ['Opened'], from: 1_001 })).toEqual([2]);
  });

  it('hands over every event of a query in order, and lets others have their turn', async () => {
    const store = await opened();
    const events = Array.from({ length: 4_500 }, (_, index) =>
      event(index + 1, index % 2 === 0 ? 'service/a' : 'ticket/t'),
    );
    await store.commit(batch({ events }));
    const read = async (query: Parameters<Store['eachEvent']>[0]) => {
      const seen: number[] = [];
      let turns = 0;
      const turn = setImmediate(function again() {
        turns += 1;
        others = setImmediate(again);
      });
      let others = turn;
      await store.eachEvent(query, (row) => void seen.push(row.seq));
      clearImmediate(others);
      return { seen, turns };
    };
    const all = await read({});
    expect(all.seen).toEqual(events.map((row) => row.seq));
    expect(all.turns).toBeGreaterThan(1);
    const tickets = await read({ stream: 'ticket/t', after: 2 });
    expect(tickets.seen).toHaveLength(2_249);
    expect(tickets.turns).toBeGreaterThan(0);
    expect((await read({ kind: 'service', upTo: 9, from: 1_002 })).seen).toEqual([3, 5, 7, 9]);
    expect((await read({ stream: 'service/unknown' })).seen).toEqual([]);
  });

  it.each([
    ['a gap', [event(2)]],
    ['a repetition', [event(1), event(1)]],
    ['numbers out of order', [event(1), event(3), event(2)]],
  ])('refuses %s in the sequence and writes nothing', async (_, events) => {
    const store = await opened();
    const rows = batch({
      events,
      outbox: [{ id: 'e-1-0', stream: 'service/a', effect: { type: 'Notify' } }],
    });
    await expect(store.commit(rows)).rejects.toMatchObject({ code: 'STORE_FAILED' });
    expect(store.lastSeq()).toBe(0);
    expect(store.events({})).toEqual([]);
    expect(store.owedEffects()).toEqual([]);
  });

  it('refuses an effect that is owed already and writes nothing of the batch', async () => {
    const store = await opened();
    const outbox = [{ id: 'e-1-0', stream: 'service/a', effect: { type: 'Notify' } }] as const;
    await store.commit(batch({ events: [event(1)], outbox }));
    await expect(store.commit(batch({ events: [event(2)], outbox }))).rejects.toMatchObject({
      code: 'STORE_FAILED',
    });
    expect(store.lastSeq()).toBe(1);
    await store.commit(batch({ events: [event(2)] }));
    expect(store.lastSeq()).toBe(2);
  });

  it('lets a machine that is over keep no timer, whatever its last commit says of it', async () => {
    const store = await opened();
    const row = { stream: 'service/a', version: 1, seq: 1, snapshot: {}, final: false } as const;
    const timers = [
      { stream: 'service/a', timer: 'recheck', dueAt: 10 },
      { stream: 'service/a', timer: 'forgive', dueAt: 20 },
      { stream: 'service/ab', timer: 'recheck', dueAt: 30 },
    ] as const;
    await store.commit(batch({ events: [event(1)], snapshots: [row], timers }));
    const late = { stream: 'service/a', timer: 'supersede', dueAt: 5 } as const;
    await store.commit(
      batch({ events: [event(2)], snapshots: [{ ...row, seq: 2, final: true }], timers: [late] }),
    );
    expect(store.timers()).toEqual([timers[2]]);
  });

  it('keeps the newest snapshot of a stream and lists only machines that are not done', async () => {
    const store = await opened();
    const row = { stream: 'service/a', version: 1, seq: 1, snapshot: { value: 'x' }, final: false } as const;
    await store.commit(batch({ events: [event(1)], snapshots: [row, { ...row, stream: 'ticket/t' }] }));
    await store.commit(
      batch({
        events: [event(2)],
        snapshots: [
          { ...row, seq: 2, snapshot: { value: 'y' } },
          { ...row, stream: 'ticket/t', final: true },
        ],
      }),
    );
    expect([...store.activeSnapshots()]).toEqual([{ ...row, seq: 2, snapshot: { value: 'y' } }]);
    expect(store.snapshot('ticket/t')).toMatchObject({ final: true });
    expect(store.snapshot('ticket/other')).toBeUndefined();
  });

  it('owes effects in the order of their commit until they are marked performed', async () => {
    const store = await opened();
    const effect = (id: string) => ({ id, stream: 'service/a' as const, effect: { type: 'Notify', id } });
    await store.commit(batch({ events: [event(1)], outbox: [effect('e-1-1'), effect('e-1-0')] }));
    await store.commit(batch({ events: [event(2)], outbox: [effect('e-2-0')] }));
    await store.markPerformed(['e-1-0', 'e-9-9']);
    expect(store.owedEffects()).toEqual([effect('e-1-1'), effect('e-2-0')]);
  });

  it('replaces a timer of the same name, drops a cancelled one and lists the earliest first', async () => {
    const store = await opened();
    const timer = (name: string, dueAt: number) => ({ stream: 'service/a' as const, timer: name, dueAt });
    await store.commit(batch({ timers: [timer('quiet', 50), timer('deadline', 30), timer('probe', 10)] }));
    await store.commit(
      batch({ timers: [timer('quiet', 20)], cancelledTimers: [{ stream: 'service/a', timer: 'probe' }] }),
    );
    expect(store.timers()).toEqual([timer('quiet', 20), timer('deadline', 30)]);
  });

  it('arms again a timer that is cancelled and set in one batch', async () => {
    const store = await opened();
    const timer = { stream: 'service/a', timer: 'quiet', dueAt: 5 } as const;
    await store.commit(batch({ timers: [timer], cancelledTimers: [timer] }));
    expect(store.timers()).toEqual([timer]);
  });

  it('keeps facts by key and finds them by prefix, whatever characters it has', async () => {
    const store = await opened();
    for (const key of ['spec/b', 'spec/a', 'spec%', 'home']) store.put(key, key);
    store.put('home', 'changed');
    store.remove('spec/b');
    store.remove('never-there');
    expect(store.get('home')).toBe('changed');
    expect(store.get('spec/b')).toBeUndefined();
    expect(store.keys('spec/')).toEqual(['spec/a']);
    expect(store.keys('spec%')).toEqual(['spec%']);
    expect(store.keys('')).toEqual(['home', 'spec%', 'spec/a']);
  });

  it('refuses to write after it was closed', async () => {
    const store = await opened();
    store.close();
    await expect(store.commit(batch({ events: [event(1)] }))).rejects.toMatchObject({ code: 'STORE_FAILED' });
    await expect(store.markPerformed(['e-1-0'])).rejects.toMatchObject({ code: 'STORE_FAILED' });
    expect(() => store.put('a', 'b')).toThrowError(expect.objectContaining({ code: 'STORE_FAILED' }));
  });
}
