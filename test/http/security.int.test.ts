import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { type ServedLine, servedLine } from './served-line.ts';

describe('the HTTP server', () => {
  let line: ServedLine;
  beforeEach(async () => {
    line = await servedLine();
  });
  afterEach(() => line.close());

  const get = (url: string, headers: Record<string, string> = {}) =>
    line.app.inject({ method: 'GET', url, headers });
  const post = (url: string, headers: Record<string, string> = {}, payload?: string | object) =>
    line.app.inject({ method: 'POST', url, headers, ...(payload === undefined ? {} : { payload }) });

  it('answers reads on loopback without a token, and no write', async () => {
    expect((await get('/api/services')).json()).toEqual({ services: [] });
    const refused = await post('/api/pause');
    expect(refused.statusCode).toBe(401);
    expect(refused.json().error.code).toBe('UNAUTHORIZED');
    expect(line.coordinator.linePaused()).toBe(false);
  });

  it('lets the operator write, with and without a body', async () => {
    expect((await post('/api/pause', line.operator)).json()).toMatchObject({ ignored: false });
    expect(line.coordinator.linePaused()).toBe(true);
    expect((await post('/api/resume', line.operator)).statusCode).toBe(200);
    const backup = await post('/api/backup', line.operator, { path: '/somewhere' });
    expect([backup.statusCode, line.backups]).toEqual([200, ['/somewhere']]);
  });

  it('refuses the worker’s and the board’s key where the operator’s is needed', async () => {
    for (const key of [line.keys.worker, line.keys.board]) {
      const refused = await post('/api/pause', { authorization: `Bearer ${key}` });
      expect([refused.statusCode, refused.json().error.code]).toEqual([403, 'FORBIDDEN']);
    }
  });

  it('refuses a host it does not know, also for reads and pages', async () => {
    for (const url of ['/api/services', '/', '/healthz']) {
      const refused = await get(url, { host: 'evil.example:8900' });
      expect([refused.statusCode, refused.json().error.code]).toEqual([403, 'FORBIDDEN']);
      expect(refused.json().error.message).toContain('evil.example');
    }
    for (const host of ['localhost:8900', '127.0.0.1:8900', '[::1]:8900', 'build-box:8900']) {
      expect((await get('/api/services', { host })).statusCode).toBe(200);
    }
  });

  it('refuses pages of every other origin, also of another port of the same machine', async () => {
    const host = 'localhost:8900';
    for (const origin of ['http://evil.example', 'http://localhost:8901', 'null']) {
      const headers = { ...line.operator, host, origin };
      expect((await post('/api/pause', headers)).statusCode).toBe(403);
    }
    expect(line.coordinator.linePaused()).toBe(false);
    const own = { ...line.operator, host, origin: 'http://localhost:8900' };
    expect((await post('/api/pause', own)).statusCode).toBe(200);
  });

  it('refuses what a browser marks as another site’s, except following a link', async () => {
    expect((await get('/api/services', { 'sec-fetch-site': 'same-site' })).statusCode).toBe(403);
    const link = { 'sec-fetch-site': 'cross-site', 'sec-fetch-mode': 'navigate', accept: 'text/html' };
    expect((await get('/', link)).statusCode).toBe(200);
  });

  it('takes JSON and nothing else', async () => {
    for (const type of [
      'text/plain',
      'application/x-www-form-urlencoded',
      'multipart/form-data; boundary=x',
    ]) {
      const refused = await post('/api/backup', { ...line.operator, 'content-type': type }, '{"path":"/x"}');
      expect([type, refused.statusCode]).toEqual([type, 415]);
    }
    const polluted = await post(
      '/api/backup',
      { ...line.operator, 'content-type': 'application/json' },
      '{"path":"/x","__proto__":{"admin":true}}',
    );
    expect(polluted.statusCode).toBe(400);
    expect(line.backups).toEqual([]);
  });

  it('says which part of a body is wrong, and refuses what is too large', async () => {
    const wrong = await post('/api/backup', line.operator, { path: 3, more: true });
    expect(wrong.json().error).toMatchObject({ code: 'BAD_REQUEST' });
    expect(wrong.json().error.message).toContain('path');
    const large = await post('/api/backup', line.operator, { path: 'x'.repeat(300 * 1024) });
    expect([large.statusCode, large.json().error.code]).toEqual([413, 'TOO_LARGE']);
  });

  it('answers mistakes of its own without details', async () => {
    const broken = await servedLine({
      config: {},
    });
    broken.app.get('/api/broken', { config: { scope: 'open' } }, () => {
      throw new Error('the secret is 42');
    });
    const answer = await broken.app.inject({ url: '/api/broken' });
    expect(answer.statusCode).toBe(500);
    expect(answer.json().error).toEqual({
      code: 'INTERNAL',
      message: 'A mistake in Andon; its log says more.',
      details: {},
    });
    await broken.close();
  });

  it('needs a token for reads too, once it listens to more than loopback', async () => {
    const open = await servedLine({ config: { loopback: false } });
    expect((await open.app.inject({ url: '/api/services' })).statusCode).toBe(401);
    expect((await open.app.inject({ url: '/metrics' })).statusCode).toBe(401);
    const headers = { authorization: `Bearer ${open.keys.board}` };
    expect((await open.app.inject({ url: '/api/services', headers })).statusCode).toBe(200);
    expect((await open.app.inject({ url: '/healthz' })).statusCode).toBe(200);
    await open.close();
  });

  it('sends headers that keep a browser safe with every answer', async () => {
    for (const url of ['/', '/api/services', '/nothing']) {
      const { headers } = await get(url);
      expect(headers['content-security-policy']).toContain("default-src 'self'");
      expect(headers['x-content-type-options']).toBe('nosniff');
    }
  });
});
