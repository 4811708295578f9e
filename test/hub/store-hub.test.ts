import { describe, expect, it } from 'vitest';
import { lockRequest, sendRequest } from '../../src/contracts/hub.ts';
import { createStoreHub } from '../../src/hub/store-hub.ts';
import { createMemoryStore } from '../../src/store/memory-store.ts';
import { HandClock } from '../sessions/hand-clock.ts';

const given = () => {
  const store = createMemoryStore();
  const clock = new HandClock();
  const again = () => createStoreHub(store, clock);
  return { store, clock, again, hub: again() };
};
const message = (to: string, subject: string, more: object = {}) =>
  sendRequest.parse({ to, subject, ...more });
const lock = (scope: string, seconds = 600) => lockRequest.parse({ scope, seconds });
const all = { unread: false, limit: 100 };

describe('messages', () => {
  it('are read by each recipient of a broadcast on its own, and never sent back', () => {
    const { hub } = given();
    const sent = hub.send('ada', message('broadcast', 'hello'));
    expect(sent.to).toBe('all');
    expect(hub.messages('ada', all)).toEqual([]);
    hub.markRead('bea', [sent.id]);
    expect(hub.messages('bea', all)).toMatchObject([{ subject: 'hello', read: true }]);
    expect(hub.messages('cyd', all)).toMatchObject([{ subject: 'hello', read: false }]);
    expect([hub.unread('bea'), hub.unread('cyd')]).toEqual([0, 1]);
  });

  it('come errors first, then warnings, requests and the rest by time', () => {
    const { hub, clock } = given();
    for (const type of ['info', 'request', 'error', 'warning', 'info'] as const) {
      hub.send('ada', message('bea', type, { type }));
      clock.turn(1_000);
    }
    const found = hub.messages('bea', all).map(({ type }) => type);
    expect(found).toEqual(['error', 'warning', 'request', 'info', 'info']);
  });

  it('are seen by whom they are for, and by people all of them', () => {
    const { hub } = given();
    hub.send('ada', message('bea', 'between us'));
    hub.send('ada', message('operator', 'help'));
    expect(hub.messages('cyd', all)).toEqual([]);
    expect(hub.all(10)).toMatchObject([{ subject: 'between us' }, { subject: 'help', read: false }]);
    expect(hub.unread('operator')).toBe(1);
  });

  it('outlive a restart, read state and all; the oldest of too many go', () => {
    const { hub, clock, again } = given();
    for (let n = 0; n < 1_010; n += 1) {
      hub.send('ada', message('bea', `m${n}`));
      if (n % 50 === 0) clock.turn(61_000);
    }
    const [first] = hub.messages('bea', { unread: false, limit: 2_000 });
    expect(first?.subject).toBe('m10');
    hub.markRead('bea', [first?.id ?? '']);
    const later = again().messages('bea', { unread: false, limit: 2_000 });
    expect(later).toHaveLength(1_000);
    expect(later[0]).toMatchObject({ subject: 'm10', read: true });
    expect(later[1]).toMatchObject({ subject: 'm11', read: false });
    expect(again().send('ada', message('bea', 'next')).id).toBe('msg_1011');
  });

  it('are refused from a sender in a loop, for a minute', () => {
    const { hub, clock } = given();
    for (let n = 0; n < 60; n += 1) hub.send('ada', message('bea', 'again'));
    expect(() => hub.send('ada', message('bea', 'again'))).toThrow(/too many/);
    expect(hub.send('cyd', message('bea', 'one')).from).toBe('cyd');
    clock.turn(61_000);
    expect(hub.send('ada', message('bea', 'again')).from).toBe('ada');
  });

  it('of Andon’s own are told once, and push out none of the others', () => {
    const { hub, clock } = given();
    hub.send('ada', message('bea', 'kept'));
    for (let n = 0; n < 1_200; n += 1) {
      const told = {
        to: 'bea',
        type: 'request',
        subject: `BUILD ASSIGNED: s${n}`,
        body: '',
        priority: 'high',
      } as const;
      hub.tell(`assigned-${n}`, { ...told, at: clock.now() });
      hub.tell(`assigned-${n}`, { ...told, at: clock.now() });
    }
    const found = hub.messages('bea', { unread: false, limit: 5_000 });
    expect(found).toHaveLength(501);
    expect(found.some(({ subject }) => subject === 'kept')).toBe(true);
  });
});

describe('locks', () => {
  it('keep others out until they are released, and their numbers only grow', () => {
    const { hub } = given();
    const first = hub.lock('ada', lock('config'));
    expect(() => hub.lock('bea', lock('config'))).toThrow(/locked by ada/);
    expect(hub.lock('ada', lock('config')).fence).toBe(first.fence);
    expect(() => hub.unlock('bea', 'config')).toThrow(/by ada/);
    expect(() => hub.unlock('ada', 'config', first.fence + 1)).toThrow(/is over/);
    hub.unlock('ada', 'config', first.fence);
    expect(hub.lock('bea', lock('config')).fence).toBeGreaterThan(first.fence);
    expect(() => hub.unlock('ada', 'other')).toThrow(/Nobody holds/);
  });

  it('end with their time, and with their owner', () => {
    const { hub, clock } = given();
    const first = hub.lock('ada', lock('a', 10));
    hub.lock('ada', lock('b', 600));
    clock.turn(10_001);
    expect(hub.locks().map(({ scope }) => scope)).toEqual(['b']);
    expect(hub.lock('bea', lock('a')).fence).toBeGreaterThan(first.fence);
    hub.ended('ada');
    expect(hub.locks().map(({ scope }) => scope)).toEqual(['a']);
    hub.breakLock('a');
    expect(hub.locks()).toEqual([]);
  });

  it('outlive a restart under their number, which then grows on', () => {
    const { hub, again } = given();
    const { fence } = hub.lock('ada', lock('config'));
    const later = again();
    expect(later.locks()).toMatchObject([{ scope: 'config', owner: 'ada', fence }]);
    later.breakLock('config');
    expect(again().lock('bea', lock('config')).fence).toBe(fence + 1);
  });
});
