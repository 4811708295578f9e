import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { type ServedLine, servedLine } from './served-line.ts';

describe('messages, locks and questions over HTTP', () => {
  let line: ServedLine;
  let ada: Record<string, string>;
  let bea: Record<string, string>;
  beforeEach(async () => {
    line = await servedLine();
    const register = async (name: string) => {
      const request = { name, capabilities: ['builder'], slots: 1, agent: 'test', host: '' };
      const { token } = await line.sessions.register(request);
      return { authorization: `Bearer ${token}` };
    };
    ada = await register('ada');
    bea = await register('bea');
    await line.settled();
  });
  afterEach(() => line.close());

  const ask = (
    method: 'GET' | 'POST' | 'DELETE',
    url: string,
    headers: Record<string, string>,
    payload?: object,
  ) => line.app.inject({ method, url, headers, ...(payload ? { payload } : {}) });

  it('give each session its own messages alone', async () => {
    const sent = await ask('POST', '/api/messages', line.operator, {
      to: 'broadcast',
      subject: 'stop',
      type: 'warning',
    });
    expect([sent.statusCode, sent.json().from]).toEqual([201, 'operator']);
    await ask('POST', '/api/messages', ada, { to: 'bea', subject: 'secret' });
    expect((await ask('GET', '/api/messages', bea)).json()).toMatchObject({
      messages: [{ subject: 'stop' }, { subject: 'secret', from: 'ada' }],
      unread: 2,
    });
    expect((await ask('GET', '/api/messages', ada)).json().messages).toMatchObject([{ subject: 'stop' }]);
    expect((await ask('GET', '/api/messages?for=bea', ada)).statusCode).toBe(403);
    expect(
      (await ask('GET', '/api/messages?for=bea&unread=true', line.operator)).json().messages,
    ).toHaveLength(2);
    const ids = [sent.json().id];
    expect((await ask('POST', '/api/messages/read', ada, { for: 'bea', ids })).statusCode).toBe(403);
    await ask('POST', '/api/messages/read', bea, { ids });
    expect((await ask('GET', '/api/messages?unread=true', bea)).json()).toMatchObject({ unread: 1 });
  });

  it('are refused without a token, with a worker’s key, and in other shapes', async () => {
    const message = { to: 'bea', subject: 'hello' };
    expect((await ask('POST', '/api/messages', {}, message)).statusCode).toBe(401);
    expect((await ask('GET', '/api/messages', {})).statusCode).toBe(401);
    const worker = { authorization: `Bearer ${line.keys.worker}` };
    expect((await ask('POST', '/api/messages', worker, message)).statusCode).toBe(403);
    for (const bad of [
      { ...message, body: 'x'.repeat(10_001) },
      { ...message, subject: '' },
      { ...message, from: 'bea' },
      { to: '../x', subject: 's' },
    ]) {
      expect((await ask('POST', '/api/messages', ada, bad)).statusCode).toBe(400);
    }
  });

  it('let an owner release a lock, and an operator break one', async () => {
    const taken = await ask('POST', '/api/locks', ada, { scope: 'db/orders', seconds: 60 });
    expect(taken.json()).toMatchObject({ owner: 'ada', scope: 'db/orders' });
    const refused = await ask('POST', '/api/locks', bea, { scope: 'db/orders', seconds: 60 });
    expect([refused.statusCode, refused.json().error.details.owner]).toEqual([409, 'ada']);
    expect((await ask('DELETE', '/api/locks?scope=db/orders', bea)).statusCode).toBe(409);
    expect((await ask('GET', '/api/locks', {})).json().locks).toHaveLength(1);
    expect((await ask('DELETE', '/api/locks?scope=db/orders', line.operator)).statusCode).toBe(200);
    expect((await ask('DELETE', '/api/locks?scope=db/orders', ada)).statusCode).toBe(404);
  });

  it('let a person answer what is asked, once', async () => {
    const ticket = await line.openBuild();
    const holder = line.coordinator.ticket(ticket)?.context.holder ?? '';
    await line.sessions.claim(holder, ticket, 1);
    const { question } = await line.sessions.ask(holder, ticket, {
      token: 1,
      text: 'Which port?',
      options: ['80'],
    });
    expect((await ask('GET', '/api/questions', {})).json().questions).toMatchObject([
      { id: question, service: 'shortener', session: holder, options: ['80'] },
    ]);
    const answer = (headers: Record<string, string>) =>
      ask('POST', `/api/questions/${question}/answer`, headers, { text: '80' });
    expect((await answer(ada)).statusCode).toBe(403);
    expect((await answer(line.operator)).statusCode).toBe(200);
    expect((await ask('GET', '/api/questions', {})).json().questions).toEqual([]);
    const nobody = await ask('POST', '/api/questions/q-x-1-00000000/answer', line.operator, { text: '80' });
    expect(nobody.statusCode).toBe(404);
  });
});
