import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { type ServedLine, servedLine } from './served-line.ts';

describe('acts over the API', () => {
  let line: ServedLine;
  beforeEach(async () => {
    line = await servedLine();
  });
  afterEach(() => line.close());

  const send = async (path: string, payload?: object, headers: Record<string, string> = line.operator) => {
    const url = `/api/${path}`;
    const answer = await line.app.inject({ method: 'POST', url, headers, ...(payload ? { payload } : {}) });
    return { status: answer.statusCode, ...answer.json() };
  };
  const offers = async (name: string) =>
    (await line.app.inject({ url: `/api/services/${name}/offers` })).json();
  const register = (name: string, capabilities: string[], agent = 'command') =>
    line.sessions.register({ name, capabilities, slots: 1, agent, host: 'here' }, { local: true });

  it('offers what the machine would take, with why it would not take the rest', async () => {
    await line.openBuild();
    const { offers: list, sessions, releases } = await offers('shortener');
    const of = Object.fromEntries(
      list.map((one: { act: string; allowed: boolean; why: string | null }) => [
        one.act,
        one.why ?? one.allowed,
      ]),
    );
    expect(of).toMatchObject({ pause: true, prioritise: true, retire: true, 'edit-spec': true });
    expect(of.resume).toBe('It is not paused.');
    expect(of.assign).toContain('No session may take it now');
    for (const act of ['retry', 'approve', 'send-back', 'roll-back']) expect(of[act]).toMatch(/\.$/);
    expect({ sessions, releases }).toEqual({ sessions: [], releases: [] });
  });

  it.each([
    ['resume', undefined],
    ['retry', undefined],
    ['approve', { change: 1 }],
    ['send-back', { note: 'not like this' }],
    ['roll-back', {}],
    ['roll-back', undefined],
  ])('refuses %s with the reason where it would do nothing', async (act, body) => {
    await line.openBuild();
    const before = line.coordinator.seq();
    const { status, error } = await send(`services/shortener/${act}`, body);
    expect([status, error.code]).toEqual([409, 'NOT_ALLOWED']);
    const { why } = (await offers('shortener')).offers.find((one: { act: string }) => one.act === act);
    expect(error.message).toBe(`shortener: "${act}" does nothing now. ${why}`);
    expect(line.coordinator.seq()).toBe(before);
  });

  it('takes pause and resume once each', async () => {
    await line.openBuild();
    expect(await send('services/shortener/pause')).toMatchObject({ status: 200, ignored: false });
    expect((await send('services/shortener/pause')).error.message).toContain('It is paused already.');
    expect(await send('services/shortener/resume')).toMatchObject({ status: 200 });
  });

  it('gives the priority there was with the new one, so that it can be set back', async () => {
    const ticket = await line.openBuild();
    expect(await send('services/shortener/prioritise', { priority: 5 })).toMatchObject({
      priority: 5,
      before: 0,
    });
    // What a build has by itself, and this.
    expect(line.coordinator.ticket(ticket)?.context.priority).toBe(15);
    expect(await send('services/shortener/prioritise', { priority: 5 })).toMatchObject({
      priority: 5,
      before: 5,
    });
    expect((await send('services/shortener/prioritise', { priority: 'high' })).status).toBe(400);
  });

  it('puts a service just before another, so that whoever comes takes it first', async () => {
    for (const name of ['one', 'two', 'three']) await line.openBuild(name);
    const { status, before } = await send('services/three/order', { before: 'one' });
    expect([status, before]).toEqual([200, 0]);
    await register('ada', ['builder']);
    await line.settled();
    expect(line.coordinator.serviceNamed('three')?.context.ticket?.session).toBe('ada');
    const { error } = await send('services/one/order', { after: 'three' });
    expect([error.code, error.message]).toEqual([
      'NOT_ALLOWED',
      expect.stringContaining('three has no ticket'),
    ]);
    expect((await send('services/one/order', { before: 'one' })).status).toBe(400);
    expect((await send('services/one/order', { before: 'nobody' })).status).toBe(404);
    expect((await send('services/one/order', { before: 'two', after: 'two' })).status).toBe(400);
  });

  it('assigns to the session that is named, as the operator’s choice, and says why another may not have it', async () => {
    const other = await line.openBuild('other');
    await register('ada', ['builder']);
    await line.settled();
    expect(line.coordinator.ticket(other)?.context.holder).toBe('ada');
    const ticket = await line.openBuild();
    await register('tess', ['tester']);
    await line.settled();
    const { sessions } = await offers('shortener');
    expect(sessions).toEqual([
      { name: 'ada', allowed: false, why: [expect.stringContaining('no free slot')] },
      {
        name: 'tess',
        allowed: false,
        why: [expect.stringContaining('does not have the capability builder')],
      },
    ]);
    const refused = await send(`tickets/${ticket}/assign`, { session: 'tess' });
    expect([refused.status, refused.error.code]).toEqual([409, 'NOT_ALLOWED']);
    expect(refused.error.message).toContain('does not have the capability builder');
    expect((await send(`tickets/${ticket}/assign`, { session: 'nobody' })).status).toBe(404);
    expect((await send('tickets/none/assign')).status).toBe(404);
    expect((await send(`tickets/${other}/assign`)).error.message).toContain('ada has it');
    expect((await send(`tickets/${ticket}/assign`)).error.message).toContain('cannot go to anybody now');
  });

  it('journals whose choice it was, and the score card says so', async () => {
    const ticket = await line.openBuild();
    await register('eve', ['builder'], 'person');
    await line.settled();
    expect((await offers('shortener')).sessions).toEqual([{ name: 'eve', allowed: true, why: [] }]);
    expect((await send(`tickets/${ticket}/assign`)).error.message).toContain('name eve to give it to them');
    const given = await send(`tickets/${ticket}/assign`, { session: 'eve' });
    expect(given).toMatchObject({ status: 200, ticket, session: 'eve', token: 1 });
    const [row] = line.store.events({ stream: `ticket/${ticket}`, newestFirst: true, limit: 1 });
    expect(row?.event).toMatchObject({
      type: 'TicketAssigned',
      session: 'eve',
      asked: true,
      by: 'the operator',
    });
    expect(line.coordinator.ticket(ticket)?.context.card?.leftOut[0]).toBe(
      'the operator chose eve, whatever its score',
    );
  });

  it('is the operator’s alone', async () => {
    const ticket = await line.openBuild();
    const worker = { authorization: `Bearer ${line.keys.worker}` };
    for (const path of [
      ...['pause', 'prioritise', 'order', 'approve', 'send-back', 'roll-back'].map(
        (act) => `services/shortener/${act}`,
      ),
      `tickets/${ticket}/assign`,
    ]) {
      expect((await send(path, {}, {})).status).toBe(401);
      expect((await send(path, {}, worker)).status).toBe(403);
    }
  });
});
