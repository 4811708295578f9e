import { gzipSync } from 'node:zlib';
import pino from 'pino';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { tarArchive } from '../sessions/tar-archive.ts';
import { type ServedLine, servedLine } from './served-line.ts';

describe('the ways in over HTTP', () => {
  let line: ServedLine;
  let logged: string[];
  beforeEach(async () => {
    logged = [];
    line = await servedLine({
      log: pino({ level: 'warn' }, { write: (text: string) => void logged.push(text) }),
    });
  });
  afterEach(() => line.close());

  const as = (token: string) => ({ authorization: `Bearer ${token}` });
  const post = (url: string, token: string, payload: object = {}) =>
    line.app.inject({ method: 'POST', url, headers: as(token), payload });
  const register = async (name: string, key = line.keys.worker, capabilities = ['builder']) => {
    const answer = await post('/api/sessions', key, { name, capabilities, agent: 'test' });
    expect(answer.statusCode, answer.body).toBe(201);
    await line.settled();
    return answer.json().token;
  };
  const listening = async () => {
    await line.app.listen({ host: '127.0.0.1', port: 0 });
    const address = line.app.server.address();
    return `http://127.0.0.1:${typeof address === 'object' && address ? address.port : 0}`;
  };

  it('answers a poll with the assignment its commit brought, and lets go of it when the caller hangs up', async () => {
    const token = await register('ada');
    const url = await listening();
    const poll = (signal?: AbortSignal) =>
      fetch(`${url}/api/sessions/ada/next`, {
        method: 'POST',
        headers: { ...as(token), 'content-type': 'application/json' },
        body: JSON.stringify({ waitMs: 60_000 }),
        ...(signal ? { signal } : {}),
      });
    const gone = new AbortController();
    const left = poll(gone.signal);
    gone.abort();
    await expect(left).rejects.toThrow();
    const waiting = poll();
    const ticket = await line.openBuild();
    expect(await (await waiting).json()).toEqual({ assigned: { ticket, token: 1 } });
    expect((await post('/api/sessions/bea/next', token)).statusCode).toBe(403);
  });

  it('takes an archive as a submission, the same one twice as one', async () => {
    const token = await register('ada');
    const ticket = await line.openBuild();
    const claimed = await post(`/api/tickets/${ticket}/claim`, token, { token: 1 });
    expect(line.sessions.authenticateTicket(claimed.json().mcpBearer)).toMatchObject({ ticket });
    const handIn = (type: string, payload: Buffer, query = 'token=1') =>
      line.app.inject({
        method: 'POST',
        url: `/api/tickets/${ticket}/submission?${query}`,
        headers: { ...as(token), 'content-type': type },
        payload,
      });
    const tree = tarArchive([{ path: 'BUILD/main.mjs', text: 'export {};\n' }]);
    expect((await handIn('application/octet-stream', tree)).json().error.message).toContain('commit');
    const first = await handIn('application/gzip', gzipSync(tree));
    expect(first.json()).toMatchObject({ ignored: false });
    expect((await handIn('application/x-tar', tree)).json()).toEqual(first.json());
    expect((await handIn('text/plain', tree)).statusCode).toBe(415);
    expect(line.coordinator.ticket(ticket)?.state).toBe('submitted');
  });

  it('says why a tree is refused', async () => {
    const token = await register('ada');
    const ticket = await line.openBuild();
    const answer = await line.app.inject({
      method: 'POST',
      url: `/api/tickets/${ticket}/submission?token=1`,
      headers: { ...as(token), 'content-type': 'application/gzip' },
      payload: gzipSync(tarArchive([{ path: '../x', text: 'x' }])),
    });
    expect([answer.statusCode, answer.json().error.code]).toEqual([422, 'SUBMISSION_REFUSED']);
  });

  it('gives a ticket by name to the session that asks, and to another only by the operator', async () => {
    const ada = await register('ada');
    await register('tess', line.keys.worker, ['tester']);
    await post('/api/sessions/ada/drain', line.keys.operator);
    const ticket = await line.openBuild();
    const take = (token: string, body: object = {}) => post(`/api/tickets/${ticket}/take`, token, body);
    expect((await take(ada)).json()).toMatchObject({
      assigned: null,
      reasons: [expect.stringMatching(/drain/)],
    });
    await post('/api/sessions/tess/drain', line.keys.operator);
    expect((await take(ada, { session: 'tess' })).statusCode).toBe(403);
    expect((await take(line.keys.operator)).statusCode).toBe(400);
    expect((await take(line.keys.operator, { session: 'nobody' })).statusCode).toBe(404);
    await post('/api/sessions/ada/resume', line.keys.operator);
    await line.settled();
    expect((await take(ada)).json()).toEqual({ assigned: { ticket, token: 1 }, reasons: [] });
  });

  it('takes usage and questions of who holds the ticket', async () => {
    const ada = await register('ada');
    const bea = await register('bea');
    const ticket = await line.openBuild();
    const [own, other] = line.coordinator.ticket(ticket)?.context.holder === 'ada' ? [ada, bea] : [bea, ada];
    const usage = { token: 1, usage: { usd: 0.5, tokens: 1_000, ms: 10 } };
    expect((await post(`/api/tickets/${ticket}/usage`, own, usage)).json()).toMatchObject({ ignored: false });
    expect(line.coordinator.ticket(ticket)?.context.usage).toMatchObject({ usd: 0.5 });
    expect((await post(`/api/tickets/${ticket}/usage`, other, usage)).statusCode).toBe(409);
    const question = { token: 1, text: 'Which?' };
    expect((await post(`/api/tickets/${ticket}/questions`, own, question)).json()).toEqual({
      question: expect.stringContaining(ticket),
    });
    expect((await post(`/api/tickets/${ticket}/questions`, other, question)).statusCode).toBe(409);
  });

  it('lets the operator alone drain, resume and kick; a session may drain itself', async () => {
    const ada = await register('ada');
    const bea = await register('bea');
    for (const what of ['drain', 'resume', 'kick']) {
      for (const token of [bea, line.keys.worker, line.keys.board])
        expect((await post(`/api/sessions/ada/${what}`, token)).statusCode, what).toBe(403);
      expect((await post(`/api/sessions/nobody/${what}`, line.keys.operator)).statusCode).toBe(404);
    }
    expect((await post('/api/sessions/ada/drain', ada)).statusCode).toBe(200);
    expect(line.coordinator.session('ada')?.state).toBe('draining');
    expect((await post('/api/sessions/ada/resume', ada)).statusCode).toBe(403);
    expect((await post('/api/sessions/ada/kick', line.keys.operator, { reason: 'enough' })).statusCode).toBe(
      200,
    );
    expect((await post('/api/sessions/ada/heartbeat', ada)).statusCode).toBe(401);
    const back = await post('/api/sessions', line.keys.worker, { name: 'ada', capabilities: ['builder'] });
    expect([back.statusCode, back.json().error.message]).toEqual([403, expect.stringContaining('enough')]);
    await post('/api/sessions/ada/resume', line.keys.operator);
    await register('ada');
  });

  it('lets sessions join by an invite, which is good for nothing else', async () => {
    const made = await post('/api/invites', line.keys.operator, { capabilities: ['builder'], uses: 1 });
    expect(made.statusCode).toBe(201);
    const { token, invite } = made.json();
    const invitation = await line.app.inject({ url: '/api/invitation', headers: as(token) });
    expect(invitation.json()).toEqual({ name: null, capabilities: ['builder'] });
    for (const url of ['/api/pause', '/api/invites', '/api/sessions/ada/kick'])
      expect((await post(url, token)).statusCode, url).toBe(403);
    await register('ada', token);
    const second = await post('/api/sessions', token, { name: 'eve', capabilities: ['builder'] });
    expect([second.statusCode, second.json().error.code]).toEqual([403, 'FORBIDDEN']);
    const listed = await line.app.inject({ url: '/api/invites', headers: line.operator });
    expect(listed.body).not.toContain(token);
    expect(listed.json().invites).toMatchObject([{ id: invite.id, joined: ['ada'], state: 'used-up' }]);
    const remove = { method: 'DELETE' as const, url: `/api/invites/${invite.id}`, headers: line.operator };
    expect((await line.app.inject(remove)).json().state).toBe('revoked');
    expect((await post('/api/sessions', token, { name: 'ada', capabilities: ['builder'] })).statusCode).toBe(
      401,
    );
  });

  it('knows a ticket token at /mcp and nowhere else', async () => {
    const ada = await register('ada');
    const ticket = await line.openBuild();
    const { mcpBearer: access } = (await post(`/api/tickets/${ticket}/claim`, ada, { token: 1 })).json();
    for (const what of ['release', 'usage', 'take', 'claim'])
      expect((await post(`/api/tickets/${ticket}/${what}`, access, { token: 1 })).statusCode, what).toBe(403);
    expect((await post('/api/sessions/ada/heartbeat', access)).statusCode).toBe(403);
  });

  it('writes every denied write to the log, with who tried what and never the token', async () => {
    const ada = await register('ada');
    await post('/api/pause', ada);
    await post('/api/sessions/bea/heartbeat', ada);
    await post('/api/pause', 'nonsense');
    await line.app.inject({ url: '/api/invites', headers: as(ada) });
    const denied = logged.map((text) => JSON.parse(text)).filter(({ msg }) => msg === 'write denied');
    expect(denied).toMatchObject([
      { method: 'POST', path: '/api/pause', session: 'ada', code: 'FORBIDDEN' },
      { path: '/api/sessions/bea/heartbeat', session: 'ada', code: 'FORBIDDEN' },
      { path: '/api/pause', session: null, code: 'UNAUTHORIZED' },
    ]);
    expect(logged.join()).not.toContain(ada);
    expect(logged.join()).not.toContain('nonsense');
  });

  it('holds back one session that asks without end, says for how long, and nobody else nor its work', async () => {
    const ada = await register('ada');
    const bea = await register('bea');
    const answers = await Promise.all(
      Array.from({ length: 1_000 }, () => post('/api/sessions/ada/heartbeat', ada)),
    );
    const held = answers.filter(({ statusCode }) => statusCode === 429);
    expect(held.length).toBeGreaterThan(0);
    expect(answers.length - held.length).toBeGreaterThanOrEqual(100);
    expect([held[0]?.headers['retry-after'], held[0]?.json().error.code]).toEqual(['1', 'TOO_MANY']);
    expect((await post('/api/tickets/none/log', ada, { token: 1, lines: ['x'] })).statusCode).toBe(409);
    expect((await post('/api/sessions/bea/heartbeat', bea)).statusCode).toBe(200);
  });

  it('stops at once while sessions wait for work', async () => {
    const token = await register('ada');
    const url = await listening();
    const left = fetch(`${url}/api/sessions/ada/next`, {
      method: 'POST',
      headers: { ...as(token), 'content-type': 'application/json' },
      body: JSON.stringify({ waitMs: 60_000 }),
    });
    const ended = expect(left).rejects.toThrow();
    await fetch(`${url}/healthz`);
    await line.app.close();
    await ended;
  });

  it('tells a session from elsewhere that it is not on this machine', async () => {
    const { token, ...rest } = (
      await post('/api/sessions', line.keys.worker, { name: 'ada', capabilities: ['builder'] })
    ).json();
    expect([typeof token, rest.delivery.prefix]).toEqual(['string', 'test']);
    expect(line.origins).toEqual([{ session: 'ada', local: true }]);
    const far = await line.app.inject({
      method: 'POST',
      url: '/api/sessions',
      headers: as(line.keys.worker),
      payload: { name: 'far', capabilities: ['builder'] },
      remoteAddress: '10.1.2.3',
    });
    expect(far.statusCode).toBe(201);
    expect(line.origins.at(-1)).toEqual({ session: 'far', local: false });
  });

  it('needs a token for reads where it listens to others', async () => {
    const open = await servedLine({ config: { loopback: false, allowedHosts: ['10.77.0.1'] } });
    try {
      const read = (headers: object) =>
        open.app.inject({ url: '/api/sessions', headers: { host: '10.77.0.1:8900', ...headers } });
      expect((await read({})).statusCode).toBe(401);
      expect((await read(as(open.keys.board))).statusCode).toBe(200);
      expect((await open.app.inject({ url: '/api/sessions', headers: { host: 'evil' } })).statusCode).toBe(
        403,
      );
    } finally {
      await open.close();
    }
  });
});
