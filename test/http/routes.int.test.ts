import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { type ServedLine, servedLine } from './served-line.ts';

describe('the API', () => {
  let line: ServedLine;
  beforeEach(async () => {
    line = await servedLine();
  });
  afterEach(() => line.close());

  const get = async (url: string) => (await line.app.inject({ url })).json();
  const send = (method: 'POST' | 'PUT' | 'DELETE', url: string, payload?: object) =>
    line.app.inject({ method, url, headers: line.operator, ...(payload ? { payload } : {}) });

  it('shows a service as the contract says', async () => {
    const ticket = await line.openBuild();
    const { services } = await get('/api/services');
    expect(services).toHaveLength(1);
    expect(services[0]).toMatchObject({
      name: 'shortener',
      phase: 'READY_FOR_BUILD',
      column: 'BUILD',
      live: { state: 'none', health: 'none', uptime: null },
      change: 1,
      attempt: 1,
      ticket,
      reason: { code: expect.any(String), text: expect.any(String), ways: expect.any(Array) },
    });
    expect(await get('/api/services/shortener')).toEqual(services[0]);
  });

  it('says why a ticket waits and why its service does', async () => {
    const ticket = await line.openBuild();
    const why = await get(`/api/tickets/${ticket}/why`);
    expect(why).toMatchObject({ ticket, state: 'open' });
    expect(why.why.length).toBeGreaterThan(0);
    expect(await get('/api/services/shortener/why')).toMatchObject({ service: 'shortener', ticket: why });
    expect((await get('/api/tickets')).tickets[0]).toMatchObject({ id: ticket, kind: 'build' });
  });

  it('pauses, resumes and retires a service, and says when that changes nothing', async () => {
    await line.openBuild();
    expect((await send('POST', '/api/services/shortener/pause')).json()).toMatchObject({ ignored: false });
    expect((await get('/api/services/shortener')).paused).toBe(true);
    expect((await send('POST', '/api/services/shortener/resume')).json()).toMatchObject({ ignored: false });
    expect((await send('POST', '/api/services/shortener/retry')).json().error.code).toBe('NOT_ALLOWED');
    expect((await send('POST', '/api/services/shortener/retire')).json()).toMatchObject({ ignored: false });
  });

  it('keeps secrets and never shows one', async () => {
    await line.openBuild();
    const set = await send('PUT', '/api/services/shortener/env', { API_KEY: 's3cret' });
    expect(set.json()).toEqual({ names: ['API_KEY'] });
    expect((await get('/api/services/shortener/env')).names).toEqual(['API_KEY']);
    expect(JSON.stringify(await get('/api/services/shortener/events'))).not.toContain('s3cret');
    expect((await send('DELETE', '/api/services/shortener/env/API_KEY')).json()).toEqual({ names: [] });
    expect((await send('PUT', '/api/services/shortener/env', { 'not a name': 'x' })).statusCode).toBe(400);
  });

  it('tells a service’s journal newest first, and its log lines after a number', async () => {
    await line.openBuild();
    await send('POST', '/api/services/shortener/pause');
    const { events } = await get('/api/services/shortener/events?limit=1');
    expect(events).toMatchObject([{ event: { type: 'ServicePaused' } }]);
    for (const text of ['one', 'two']) {
      line.signals.send({ kind: 'log', service: 's1', source: 'ada', line: text });
    }
    const { lines } = await get('/api/services/shortener/logs');
    expect((await get(`/api/services/shortener/logs?after=${lines[0].n}`)).lines).toEqual([lines[1]]);
  });

  it('answers 404 for what is not there, by a sentence', async () => {
    for (const url of ['/api/services/nobody', '/api/tickets/nothing', '/api/nowhere']) {
      const answer = await line.app.inject({ url });
      expect([answer.statusCode, answer.json().error.code]).toEqual([404, 'NOT_FOUND']);
    }
  });

  it('says whether it is alive, ready, and what it counts', async () => {
    expect(await get('/healthz')).toEqual({ ok: true });
    expect((await line.app.inject({ url: '/readyz' })).statusCode).toBe(200);
    line.readiness.ok = false;
    expect((await line.app.inject({ url: '/readyz' })).statusCode).toBe(503);
    await line.openBuild();
    const { body } = await line.app.inject({ url: '/metrics' });
    expect(body).toContain('andon_services{phase="READY_FOR_BUILD"} 1');
    expect(body).toContain('andon_redis_up 1');
  });

  it('describes itself', async () => {
    const document = await get('/api/openapi.json');
    expect(document.openapi).toBe('3.1.0');
    expect(Object.keys(document.paths)).toEqual(
      expect.arrayContaining(['/api/services', '/api/sessions', '/api/tickets/{id}/submission']),
    );
    expect(
      document.paths['/api/services'].get.responses['200'].content['application/json'].schema,
    ).toMatchObject({ type: 'object', required: ['services'] });
    expect((await line.app.inject({ url: '/docs/' })).statusCode).toBe(200);
  });

  it('gives the board’s page for the board’s own addresses', async () => {
    const page = await line.app.inject({ url: '/services/shortener', headers: { accept: 'text/html' } });
    expect(page.body).toContain('<title>board</title>');
    expect(
      (await line.app.inject({ url: '/api/nowhere', headers: { accept: 'text/html' } })).statusCode,
    ).toBe(404);
  });
});
