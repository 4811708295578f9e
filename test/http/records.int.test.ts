import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { someRecord } from '../verification/record/some-record.ts';
import { type ServedLine, servedLine } from './served-line.ts';

describe('the records over HTTP', () => {
  let line: ServedLine;
  beforeEach(async () => {
    line = await servedLine({ config: { loopback: false } });
    await line.openBuild();
    const service = { id: 's1', name: 'shortener' };
    for (const n of [1, 2, 3]) await line.records.write(someRecord({ id: `rec-v-${n}`, service }));
  });
  afterEach(() => line.close());

  const bearer = (key: string) => ({ authorization: `Bearer ${key}` });
  const get = async (url: string, headers: Record<string, string> = bearer(line.keys.board)) => {
    const answer = await line.app.inject({ method: 'GET', url, headers });
    return { status: answer.statusCode, body: answer.json() };
  };
  const verify = async (headers: Record<string, string>, payload: object = {}) => {
    const answer = await line.app.inject({
      method: 'POST',
      url: '/api/services/shortener/verify',
      headers,
      payload,
    });
    return { status: answer.statusCode, body: answer.json() };
  };

  it('are listed newest first, a page at a time, with the key to check them', async () => {
    const { body } = await get('/api/services/shortener/records?limit=2');
    expect(body.records.map(({ record }: { record: { id: string } }) => record.id)).toEqual([
      'rec-v-3',
      'rec-v-2',
    ]);
    expect(body).toMatchObject({ next: 'rec-v-2', publicKey: expect.stringContaining('BEGIN PUBLIC KEY') });
    const older = await get('/api/services/shortener/records?limit=2&before=rec-v-2');
    expect(older.body).toMatchObject({
      records: [{ record: { id: 'rec-v-1' }, signature: 'valid' }],
      next: null,
    });
  });

  it('are read whole by their id by any token of the board, and by nobody without one', async () => {
    const { body } = await get('/api/records/rec-v-2');
    expect(body).toMatchObject({
      signature: 'valid',
      record: { id: 'rec-v-2', signature: { algorithm: 'ed25519' }, runs: [{ argv: ['node', '--test'] }] },
    });
    expect((await get('/api/records/rec-v-2', {})).status).toBe(401);
    expect((await get('/api/records/rec-v-9')).status).toBe(404);
    expect((await get('/api/records/..%2f..%2fkeys%2foperator')).status).toBe(404);
    expect((await get('/api/services/nobody/records')).status).toBe(404);
  });

  it('are made again for the operator alone, and for a commit that is there', async () => {
    for (const key of [line.keys.board, line.keys.worker])
      expect((await verify(bearer(key))).status).toBe(403);
    expect((await verify(line.operator)).body.error).toMatchObject({
      code: 'NOT_ALLOWED',
      message: expect.stringContaining('name a commit'),
    });
    expect((await verify(line.operator, { commit: 'main; rm' })).status).toBe(400);
    const spec = '# Shortener';
    const commit = await line.repositories.prepare('s1', { change: 9, base: null, spec, at: 0 });
    const { status, body } = await verify(line.operator, { commit });
    expect([status, body.state]).toEqual([202, 'running']);
    const busy = await verify(line.operator, { commit });
    expect([busy.status, busy.body.error.code]).toEqual([409, 'NOT_ALLOWED']);
    expect((await get(`/api/services/shortener/verify/${body.record}`)).body).toMatchObject({
      commit,
      state: 'running',
    });
    expect((await get('/api/services/shortener/verify/rec-v-2')).status).toBe(404);
  });
});
