import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { heartbeatsResponse, sessionHistoryResponse } from '../../src/contracts/session-history.ts';
import { HandClock } from '../sessions/hand-clock.ts';
import { type ServedLine, servedLine } from './served-line.ts';

describe('what the API tells of a session', () => {
  let line: ServedLine;
  let token: string;
  let clock: HandClock;
  beforeEach(async () => {
    clock = new HandClock();
    line = await servedLine({ clock });
    const answer = await line.app.inject({
      method: 'POST',
      url: '/api/sessions',
      headers: { authorization: `Bearer ${line.keys.worker}` },
      payload: { name: 'ada', capabilities: ['builder'], agent: 'test' },
    });
    token = answer.json().token;
    await line.settled();
  });
  afterEach(() => line.close());

  const post = (url: string, payload: object) =>
    line.app.inject({ method: 'POST', url, headers: { authorization: `Bearer ${token}` }, payload });
  const history = async (query = '') =>
    sessionHistoryResponse.parse(
      (await line.app.inject({ url: `/api/sessions/ada/history${query}` })).json(),
    );

  it('is what it had in hands and what became of it, newest first, a page at a time', async () => {
    const ticket = await line.openBuild();
    await post(`/api/tickets/${ticket}/usage`, { token: 1, usage: { usd: 0.25, tokens: 900, ms: 1 } });
    await post(`/api/tickets/${ticket}/release`, { token: 1, reason: 'not today' });
    await line.settled();
    const { entries, next } = await history('?limit=3');
    // Given back, it is given to the only session there is once more.
    expect(entries).toMatchObject([
      { what: 'taken', ticket },
      { what: 'released', ticket, kind: 'build', service: 'shortener', usd: 0.25, tokens: 900 },
      { what: 'taken', ticket, service: 'shortener' },
    ]);
    const rest = await history(`?before=${next}`);
    expect(rest).toMatchObject({ entries: [{ what: 'registered' }], next: null });
  });

  it('has why it left', async () => {
    await line.app.inject({
      method: 'POST',
      url: '/api/sessions/ada/kick',
      headers: line.operator,
      payload: { reason: 'it loops' },
    });
    const [latest] = (await history()).entries;
    expect(latest).toMatchObject({ what: 'left', reason: 'kicked by the operator: it loops' });
  });

  it('does not know a session that never was', async () => {
    const answer = await line.app.inject({ url: '/api/sessions/nobody/history' });
    expect([answer.statusCode, answer.json().error.code]).toEqual([404, 'NOT_FOUND']);
  });

  it('says how long ago each was heard of, without an event or a delta for it', async () => {
    const seq = line.coordinator.seq();
    const heard = async () =>
      heartbeatsResponse.parse((await line.app.inject({ url: '/api/heartbeats' })).json()).heard;
    await post('/api/sessions/ada/heartbeat', { leases: [] });
    expect(await heard()).toEqual([{ session: 'ada', agoMs: 0 }]);
    clock.turn(7_000);
    expect(await heard()).toEqual([{ session: 'ada', agoMs: 7_000 }]);
    expect(line.coordinator.seq()).toBe(seq);
  });

  it('keeps how it did by kind of ticket', async () => {
    const ticket = await line.openBuild();
    await post(`/api/tickets/${ticket}/fail`, { token: 1, class: 'work', reason: 'no idea' });
    await line.settled();
    expect(line.views.session('ada')?.record).toEqual([
      { kind: 'build', done: 0, failed: 1, medianMs: null },
    ]);
  });
});
