import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { type ServedLine, servedLine } from './served-line.ts';

describe('the logs of a service over HTTP', () => {
  let line: ServedLine;
  beforeEach(async () => {
    line = await servedLine();
    await line.openBuild();
    for (let n = 1; n <= 1_000; n += 1) {
      line.logs.append('s1', n % 10 === 0 ? 'verify' : 'ada', n % 100 === 0 ? `ERROR at ${n}` : `line ${n}`);
    }
  });
  afterEach(() => line.close());

  const path = '/api/services/shortener/logs';
  const get = async (url: string) => (await line.app.inject({ url })).json();
  const numbers = async (query: string) =>
    (await get(`${path}?${query}`)).lines.map(({ n }: { n: number }) => n);

  it('are given from a number on, after a number, or the newest', async () => {
    expect(await numbers('from=20&limit=3')).toEqual([20, 21, 22]);
    expect(await numbers('after=998')).toEqual([999, 1_000]);
    expect(await numbers('limit=2')).toEqual([999, 1_000]);
    expect(await numbers('level=error&from=150&limit=2')).toEqual([200, 300]);
    expect(await get(`${path}?limit=1`)).toMatchObject({ first: 1, last: 1_000, sources: ['ada', 'verify'] });
  });

  it('are searched by text, source and level', async () => {
    const { matches, cut } = await get(`${path}/search?q=error&source=verify`);
    expect([matches, cut]).toEqual([[100, 200, 300, 400, 500, 600, 700, 800, 900, 1_000], false]);
  });

  it('are downloaded as plain text that commands no terminal', async () => {
    line.logs.append('s1', 'ada', '\u001b]0;owned\u0007red \u001b[31malert\u001b[0m');
    const answer = await line.app.inject({ url: `${path}/raw` });
    expect(answer.headers['content-type']).toBe('text/plain; charset=utf-8');
    expect(answer.headers['content-disposition']).toBe('attachment; filename="shortener.log"');
    const lines = answer.body.trimEnd().split('\n');
    expect(lines).toHaveLength(1_001);
    expect(lines.at(-1)).toMatch(/^\d{4}-\S+Z ada: red alert$/);
  });

  it('are refused where the question makes no sense', async () => {
    for (const query of ['limit=0', 'limit=2001', 'from=x', 'level=loud']) {
      expect((await line.app.inject({ url: `${path}?${query}` })).statusCode).toBe(400);
    }
    expect((await line.app.inject({ url: '/api/services/nobody/logs' })).statusCode).toBe(404);
    expect((await line.app.inject({ url: '/api/services/nobody/logs/raw' })).statusCode).toBe(404);
  });
});

describe('the logs of a service on a line that others reach', () => {
  it('need a token', async () => {
    const line = await servedLine({ config: { loopback: false } });
    await line.openBuild();
    for (const rest of ['', '/search', '/raw']) {
      const url = `/api/services/shortener/logs${rest}`;
      expect((await line.app.inject({ url })).statusCode).toBe(401);
      const headers = { authorization: `Bearer ${line.keys.board}` };
      expect((await line.app.inject({ url, headers })).statusCode).toBe(200);
    }
    await line.close();
  });
});
