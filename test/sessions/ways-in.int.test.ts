import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { HandClock } from './hand-clock.ts';
import { handMadeWork } from './hand-made-work.ts';
import { type SmallLine, smallLine } from './small-line.ts';

const open = () => new AbortController().signal;

describe('the ways in', () => {
  const clock = new HandClock();
  let line: SmallLine;
  beforeEach(async () => {
    line = await smallLine({ clock });
  });
  afterEach(() => line.close());

  const register = async (name: string, extra: object = {}, origin?: { local: boolean; invite?: string }) => {
    const request = { name, capabilities: ['builder'], slots: 1, agent: 'test', host: '', ...extra };
    const registered = await line.sessions.register(request, origin);
    await line.settled();
    return registered;
  };
  const ticketOf = (id: string) => line.coordinator.ticket(id);
  const typesOf = (ticket: string) =>
    line.store.events({ stream: `ticket/${ticket}` }).map(({ event }) => event.type);
  const turn = async (ms: number) => {
    clock.turn(ms);
    await line.settled();
  };

  describe('a poll for the next assignment', () => {
    it('is answered at once where one waits', async () => {
      await register('ada');
      const ticket = await line.openBuild();
      expect(await line.sessions.next('ada', { waitMs: 60_000 }, open())).toEqual({
        assigned: { ticket, token: 1 },
      });
    });

    it('is answered by the commit of the assignment, without the clock moving', async () => {
      await register('ada');
      const polled = line.sessions.next('ada', { waitMs: 60_000 }, open());
      const ticket = await line.openBuild();
      expect(await polled).toEqual({ assigned: { ticket, token: 1 } });
    });

    it('ends with nothing at its time, before its session counts as silent', async () => {
      await register('ada');
      const short = line.sessions.next('ada', { waitMs: 1_000 }, open());
      const long = line.sessions.next('ada', { waitMs: 60_000 }, open());
      await line.settled();
      await turn(1_000);
      expect(await short).toEqual({ assigned: null });
      await turn(line.limits.leaseExpiryMs - line.limits.leaseBeatMs);
      expect(await long).toEqual({ assigned: null });
      expect(line.leases.isFresh('ada')).toBe(true);
    });

    it('ends when whoever asked hung up, and leaves the assignment for the next', async () => {
      await register('ada');
      const gone = new AbortController();
      const polled = line.sessions.next('ada', { waitMs: 60_000 }, gone.signal);
      gone.abort();
      expect(await polled).toEqual({ assigned: null });
      const ticket = await line.openBuild();
      expect((await line.sessions.next('ada', { waitMs: 0 }, open())).assigned).toEqual({ ticket, token: 1 });
    });

    it('is a sign of life: a session that only polls is given work', async () => {
      await register('ada');
      await turn(line.limits.leaseExpiryMs);
      expect(line.leases.isFresh('ada')).toBe(false);
      const polled = line.sessions.next('ada', { waitMs: 60_000 }, open());
      const ticket = await line.openBuild();
      expect((await polled).assigned).toEqual({ ticket, token: 1 });
    });

    it('is one of a thousand that wait, and only the one that is meant is answered', async () => {
      const names = Array.from({ length: 1_000 }, (_, index) => `w${index}`);
      await Promise.all(
        names.map((name) =>
          line.sessions.register({ name, capabilities: ['builder'], slots: 1, agent: 'test', host: '' }),
        ),
      );
      const answered: string[] = [];
      const polls = names.map((name) =>
        line.sessions.next(name, { waitMs: 10_000 }, open()).then(({ assigned }) => {
          if (assigned) answered.push(name);
        }),
      );
      const ticket = await line.openBuild();
      expect(answered).toEqual([ticketOf(ticket)?.context.holder]);
      await turn(10_000);
      await Promise.all(polls);
      expect(answered).toHaveLength(1);
    });

    it('is refused where the same session waits too often at once', async () => {
      await register('ada');
      const polls = Array.from({ length: 9 }, () => line.sessions.next('ada', { waitMs: 1_000 }, open()));
      await expect(polls.at(-1)).rejects.toMatchObject({ code: 'TOO_MANY' });
      await turn(1_000);
      await Promise.all(polls.slice(0, 8));
    });

    it('ends when its session is kicked', async () => {
      await register('ada');
      const polled = line.sessions.next('ada', { waitMs: 60_000 }, open());
      await line.settled();
      await line.sessions.kick('ada', '');
      expect(await polled).toEqual({ assigned: null });
    });
  });

  describe('a ticket asked for by name', () => {
    it('is given to who may have it, and again when asked again', async () => {
      const ticket = await line.openBuild();
      await register('tess', { capabilities: ['tester'] });
      const refused = await line.sessions.take('tess', ticket);
      expect(refused.assigned).toBeNull();
      expect(refused.reasons.join()).toMatch(/builder/);
      await register('ada');
      const held = ticketOf(ticket)?.context.holder;
      expect(held).toBe('ada');
      expect(await line.sessions.take('ada', ticket)).toEqual({
        assigned: { ticket, token: 1 },
        reasons: [],
      });
      expect((await line.sessions.take('tess', ticket)).reasons).toEqual(['the ticket is held by ada']);
    });

    it('is not given beyond the free slots, to who drains, nor on a paused line', async () => {
      const first = await line.openBuild('one');
      const second = await line.openBuild('two');
      await register('ada');
      const other = ticketOf(first)?.state === 'held' ? second : first;
      expect((await line.sessions.take('ada', other)).reasons.join()).toMatch(/slot/);
      await line.coordinator.receive('line/main', { type: 'LinePaused' });
      await register('bea');
      expect((await line.sessions.take('bea', other)).reasons.join()).toMatch(/paused/);
      await line.sessions.drain('bea');
      await line.coordinator.receive('line/main', { type: 'LineResumed' });
      expect((await line.sessions.take('bea', other)).reasons.join()).toMatch(/drain/);
      expect(ticketOf(other)?.state).toBe('open');
    });
  });

  describe('usage', () => {
    const beat = (ticket: string, usd: number) =>
      line.sessions.heartbeat('ada', {
        leases: [{ ticket, token: 1 }],
        usage: [{ ticket, token: 1, usage: { usd, tokens: null, ms: 0 } }],
      });
    const working = async () => {
      await register('ada');
      const ticket = await line.openBuild();
      const brief = await line.sessions.claim('ada', ticket, 1);
      return { ticket, brief };
    };
    const reported = (ticket: string) =>
      line.store
        .events({ stream: `ticket/${ticket}` })
        .flatMap(({ event }) => (event.type === 'UsageReported' && 'usage' in event ? [event.usage] : []));

    it('becomes an event now and then, and the last of it before the holding ends', async () => {
      const { ticket } = await working();
      for (const usd of [0.1, 0.2, 0.3]) await beat(ticket, usd);
      expect(reported(ticket)).toMatchObject([{ usd: 0.1 }]);
      clock.turn(30_000);
      await beat(ticket, 0.4);
      await beat(ticket, 0.5);
      expect(reported(ticket)).toMatchObject([{ usd: 0.1 }, { usd: 0.4 }]);
      await line.sessions.release('ada', ticket, 1, 'enough');
      expect(reported(ticket).at(-1)).toMatchObject({ usd: 0.5 });
      const types = typesOf(ticket);
      expect(types.indexOf('WorkReleased')).toBe(types.lastIndexOf('UsageReported') + 1);
      expect(ticketOf(ticket)?.context.history.at(-1)).toMatchObject({ usage: { usd: 0.5 } });
    });

    it('of a session that dies is written before its lease runs out', async () => {
      const { ticket } = await working();
      await beat(ticket, 0.1);
      await beat(ticket, 0.7);
      for (let passed = 0; passed < 3 * line.limits.leaseExpiryMs; passed += line.limits.leaseSweepMs) {
        clock.turn(line.limits.leaseSweepMs);
        await line.sweeper.sweep();
      }
      const types = typesOf(ticket);
      expect(types.indexOf('LeaseExpired')).toBe(types.lastIndexOf('UsageReported') + 1);
      expect(ticketOf(ticket)?.context.history.at(-1)).toMatchObject({ usage: { usd: 0.7 } });
    });

    it('is written before a submission, and not twice', async () => {
      const { ticket, brief } = await working();
      await beat(ticket, 0.1);
      await beat(ticket, 0.9);
      const { commit, bundle } = await handMadeWork(line, 'ada', brief);
      await line.sessions.submit('ada', ticket, { token: 1, commit }, async () => bundle);
      expect(reported(ticket)).toMatchObject([{ usd: 0.1 }, { usd: 0.9 }]);
      await beat(ticket, 1.5);
      expect(reported(ticket)).toHaveLength(2);
    });

    it('of a holding that is not the session’s is not heard', async () => {
      const { ticket } = await working();
      await register('bea');
      await line.sessions.heartbeat('bea', {
        leases: [],
        usage: [{ ticket, token: 1, usage: { usd: 99, tokens: null, ms: 0 } }],
      });
      expect(reported(ticket)).toEqual([]);
      await expect(
        line.sessions.usage('bea', ticket, { token: 1, usage: { usd: 99, tokens: null, ms: 0 } }),
      ).rejects.toMatchObject({ code: 'STALE_TOKEN' });
    });
  });

  describe('questions', () => {
    it('are asked once, answered once, and the answer is in every beat while the holding lasts', async () => {
      await register('ada');
      const ticket = await line.openBuild();
      await line.sessions.claim('ada', ticket, 1);
      const asking = { token: 1, text: 'Which database?', options: ['SQLite', 'none'] };
      const { question } = await line.sessions.ask('ada', ticket, asking);
      expect(await line.sessions.ask('ada', ticket, asking)).toEqual({ question });
      expect(typesOf(ticket).filter((type) => type === 'QuestionAsked')).toHaveLength(1);
      await line.sessions.answer(question, 'SQLite', 'operator');
      await expect(line.sessions.answer(question, 'none', 'operator')).rejects.toMatchObject({
        code: 'NOT_ALLOWED',
      });
      for (let beat = 0; beat < 2; beat += 1) {
        const { answers } = await line.sessions.heartbeat('ada', { leases: [{ ticket, token: 1 }] });
        expect(answers).toEqual([{ ticket, question, text: 'SQLite', by: 'operator' }]);
      }
      await line.sessions.release('ada', ticket, 1, 'done with it');
      await expect(line.sessions.answer(question, 'none', 'operator')).rejects.toMatchObject({
        code: 'NOT_FOUND',
      });
    });
  });

  it('hears of a capability that is not to be had now, once', async () => {
    await register('ada');
    const unavailable = [{ capability: 'builder', reason: 'nobody is logged in' }];
    for (let beat = 0; beat < 3; beat += 1) await line.sessions.heartbeat('ada', { leases: [], unavailable });
    expect(line.coordinator.session('ada')?.context.unavailable).toEqual(unavailable);
    const changes = line.store.events({ stream: 'session/ada' }).map(({ event }) => event.type);
    expect(changes.filter((type) => type === 'AvailabilityChanged')).toHaveLength(1);
    const ticket = await line.openBuild();
    expect(ticketOf(ticket)?.state).toBe('open');
  });

  describe('operating a session', () => {
    it('drains it: it finishes what it holds and is given nothing new until it is resumed', async () => {
      await register('ada', { slots: 2 });
      const first = await line.openBuild('one');
      await line.sessions.drain('ada');
      const second = await line.openBuild('two');
      expect([ticketOf(first)?.state, ticketOf(second)?.state]).toEqual(['held', 'open']);
      expect((await line.sessions.heartbeat('ada', { leases: [] })).draining).toBe(true);
      await line.sessions.resume('ada');
      await line.settled();
      expect(ticketOf(second)?.context.holder).toBe('ada');
    });

    it('kicks it: its work is open again, its token is nobody’s, and its name waits for the operator', async () => {
      const { token } = await register('ada');
      const ticket = await line.openBuild();
      const brief = await line.sessions.claim('ada', ticket, 1);
      const { commit, bundle } = await handMadeWork(line, 'ada', brief);
      await line.sessions.kick('ada', 'it deletes tests');
      await line.settled();
      expect(ticketOf(ticket)?.context).toMatchObject({ holder: null, failures: 0 });
      expect(line.sessions.authenticate(token)).toBeUndefined();
      await expect(
        line.sessions.submit('ada', ticket, { token: 1, commit }, async () => bundle),
      ).rejects.toMatchObject({ code: 'STALE_TOKEN' });
      await expect(register('ada', { former: token })).rejects.toMatchObject({
        code: 'FORBIDDEN',
        message: expect.stringContaining('it deletes tests'),
      });
      await register('bea');
      expect(ticketOf(ticket)?.context).toMatchObject({ holder: 'bea', token: 2 });
      expect((await line.sessions.resume('ada')).ignored).toBe(false);
      await register('ada');
      expect(line.coordinator.session('ada')?.state).toBe('active');
    });
  });

  describe('a ticket token', () => {
    it('is good for its holding alone, and gone with it', async () => {
      await register('ada');
      const ticket = await line.openBuild();
      const holding = { session: 'ada', ticket, token: 1 };
      const token = line.sessions.ticketToken(holding);
      expect(line.sessions.ticketToken(holding)).toBe(token);
      expect(line.sessions.authenticateTicket(token)).toEqual(holding);
      expect(line.sessions.authenticate(token)).toBeUndefined();
      const forged = [
        token.replace('~1~', '~2~'),
        token.replace('ada~', 'bea~'),
        `${token}x`,
        `${token.slice(0, token.lastIndexOf('~') + 1)}`,
        '~~~',
        'ada~t~1~',
      ];
      for (const other of forged) expect(line.sessions.authenticateTicket(other), other).toBeUndefined();
      await line.sessions.release('ada', ticket, 1, 'enough');
      expect(line.sessions.authenticateTicket(token)).toBeUndefined();
    });

    it('ends with the registration of its session', async () => {
      const { token: former } = await register('ada');
      const ticket = await line.openBuild();
      const token = line.sessions.ticketToken({ session: 'ada', ticket, token: 1 });
      await register('ada', { former });
      expect(line.sessions.authenticateTicket(token)).toBeUndefined();
    });
  });

  describe('an invite', () => {
    const invite = (request: object = {}) =>
      line.invites.create({ capabilities: ['builder'], uses: 1, expiresMs: 60_000, ...request });

    it('lets in so many sessions, for what it says, and again who joined with it', async () => {
      const { invite: made, token } = invite({ uses: 2 });
      expect(line.invites.authenticate(token)).toMatchObject({ id: made.id, state: 'open' });
      expect(JSON.stringify(line.store.keys('').map((key) => line.store.get(key)))).not.toContain(token);
      const { token: former } = await register(
        'ada',
        { capabilities: ['builder', 'devops'] },
        { local: false, invite: made.id },
      );
      expect(line.coordinator.session('ada')?.context.authorised).toEqual(['builder']);
      await register('bea', {}, { local: false, invite: made.id });
      await expect(register('eve', {}, { local: false, invite: made.id })).rejects.toMatchObject({
        code: 'FORBIDDEN',
        message: expect.stringContaining('used up'),
      });
      clock.turn(120_000);
      await register('ada', { former }, { local: false, invite: made.id });
      expect(line.invites.list()).toMatchObject([{ joined: ['ada', 'bea'], state: 'used-up' }]);
    });

    it('is no way to take the name of a session that came another way', async () => {
      await register('ada');
      await line.sessions.leave('ada', 'it stopped');
      const { invite: made } = invite();
      await expect(register('ada', {}, { local: false, invite: made.id })).rejects.toMatchObject({
        code: 'FORBIDDEN',
      });
      const { invite: named } = invite({ name: 'ada' });
      await expect(register('bea', {}, { local: false, invite: named.id })).rejects.toMatchObject({
        code: 'FORBIDDEN',
      });
      await register('ada', {}, { local: false, invite: named.id });
    });

    it('lets nobody in when it has expired or was revoked', async () => {
      const { invite: made, token } = invite();
      clock.turn(60_000);
      await expect(register('ada', {}, { local: false, invite: made.id })).rejects.toMatchObject({
        message: expect.stringContaining('expired'),
      });
      line.invites.revoke(made.id);
      expect(line.invites.authenticate(token)).toBeUndefined();
      await expect(register('ada', {}, { local: false, invite: made.id })).rejects.toMatchObject({
        message: expect.stringContaining('revoked'),
      });
      expect(() => line.invites.revoke('nope')).toThrow(expect.objectContaining({ code: 'NOT_FOUND' }));
    });

    it('is not known by a token that is nearly its own', () => {
      const { token } = invite();
      for (const other of [`${token}a`, token.slice(0, -1), token.replace('invite~', 'invite~0'), 'invite~~'])
        expect(line.invites.authenticate(other), other).toBeUndefined();
    });
  });
});
