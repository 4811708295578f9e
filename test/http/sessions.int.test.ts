import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { handMadeWork } from '../sessions/hand-made-work.ts';
import { type ServedLine, servedLine } from './served-line.ts';

describe('the sessions’ API', () => {
  let line: ServedLine;
  beforeEach(async () => {
    line = await servedLine();
  });
  afterEach(() => line.close());

  const as = (token: string) => ({ authorization: `Bearer ${token}` });
  const post = (url: string, token: string, payload: object) =>
    line.app.inject({ method: 'POST', url, headers: as(token), payload });
  const register = async (name: string, slots = 1): Promise<string> => {
    const answer = await post('/api/sessions', line.keys.worker, {
      name,
      capabilities: ['builder'],
      slots,
      agent: 'test',
    });
    expect(answer.statusCode).toBe(201);
    await line.settled();
    return answer.json().token;
  };
  const submission = (ticket: string, token: string, query: string, bundle: Buffer) =>
    line.app.inject({
      method: 'POST',
      url: `/api/tickets/${ticket}/submission?${query}`,
      headers: { ...as(token), 'content-type': 'application/octet-stream' },
      payload: bundle,
    });

  it('registers with the worker’s key alone', async () => {
    const body = { name: 'ada', capabilities: ['builder'] };
    for (const key of [line.keys.board, 'nonsense']) {
      expect((await post('/api/sessions', key, body)).statusCode).toBeGreaterThanOrEqual(401);
    }
    await register('ada');
    const taken = await post('/api/sessions', line.keys.worker, body);
    expect([taken.statusCode, taken.json().error.code]).toEqual([409, 'NAME_TAKEN']);
    expect((await line.app.inject({ url: '/api/sessions' })).json().sessions).toMatchObject([
      { name: 'ada', state: 'idle', capabilities: ['builder'], slots: 1 },
    ]);
  });

  it('carries a ticket from claim to submission', async () => {
    const token = await register('ada');
    const ticket = await line.openBuild();
    const beat = await post('/api/sessions/ada/heartbeat', token, { leases: [] });
    expect(beat.json()).toMatchObject({ waiting: [{ ticket, token: 1 }] });
    const brief = (await post(`/api/tickets/${ticket}/claim`, token, { token: 1 })).json();
    const bundle = await line.app.inject({
      url: `/api/tickets/${ticket}/bundle?token=1`,
      headers: as(token),
    });
    expect(bundle.rawPayload.subarray(0, 20).toString()).toContain('git bundle');
    await post(`/api/tickets/${ticket}/progress`, token, { token: 1, percent: 40, text: 'writing' });
    expect((await line.app.inject({ url: '/api/services/shortener' })).json().progress).toBe(40);
    const made = await handMadeWork(line, 'ada', brief);
    const bytes = readFileSync(made.bundle);
    const first = await submission(ticket, token, `token=1&commit=${made.commit}`, bytes);
    expect(first.json()).toMatchObject({ ignored: false });
    const again = await submission(ticket, token, `token=1&commit=${made.commit}`, bytes);
    expect(again.json()).toEqual(first.json());
    expect(line.coordinator.ticket(ticket)?.state).toBe('submitted');
    expect(readdirSync(join(line.directory, 'temp'))).toEqual([]);
  });

  it('answers 409 to an older token and to a session that was not meant', async () => {
    const ada = await register('ada');
    const bea = await register('bea');
    const ticket = await line.openBuild();
    const holder = line.coordinator.ticket(ticket)?.context.holder;
    const [own, other] = holder === 'ada' ? [ada, bea] : [bea, ada];
    expect((await post(`/api/tickets/${ticket}/claim`, other, { token: 1 })).statusCode).toBe(409);
    expect((await post(`/api/tickets/${ticket}/claim`, own, { token: 0 })).json().error.code).toBe(
      'STALE_TOKEN',
    );
    const stale = await submission(ticket, other, `token=1&commit=${'a'.repeat(40)}`, Buffer.from('x'));
    expect([stale.statusCode, stale.json().error.code]).toEqual([409, 'STALE_TOKEN']);
  });

  it('says why a submission is refused', async () => {
    const token = await register('ada');
    const ticket = await line.openBuild();
    await post(`/api/tickets/${ticket}/claim`, token, { token: 1 });
    const refused = await submission(
      ticket,
      token,
      `token=1&commit=${'a'.repeat(40)}`,
      Buffer.from('no bundle'),
    );
    expect([refused.statusCode, refused.json().error.code]).toEqual([422, 'SUBMISSION_REFUSED']);
    expect(line.coordinator.ticket(ticket)?.context.failures).toBe(1);
  });

  it('speaks for one session only with that session’s token', async () => {
    const ada = await register('ada');
    await register('bea');
    expect((await post('/api/sessions/bea/heartbeat', ada, {})).statusCode).toBe(403);
    expect((await post('/api/sessions/ada/heartbeat', line.keys.operator, {})).statusCode).toBe(403);
    const leave = (headers: object) =>
      line.app.inject({ method: 'DELETE', url: '/api/sessions/bea', headers: { ...headers } });
    expect((await leave(as(ada))).statusCode).toBe(403);
    expect((await leave(line.operator)).statusCode).toBe(200);
    expect(line.coordinator.session('bea')?.state).toBe('gone');
  });
});
