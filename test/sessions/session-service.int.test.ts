import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { HandClock } from './hand-clock.ts';
import { handMadeWork } from './hand-made-work.ts';
import { type SmallLine, smallLine, specText } from './small-line.ts';

describe('a session', () => {
  const clock = new HandClock();
  let line: SmallLine;
  beforeEach(async () => {
    line = await smallLine({ clock });
  });
  afterEach(() => line.close());

  const register = async (
    name: string,
    extra: { slots?: number; former?: string; builtIn?: string } = {},
  ) => {
    const registered = await line.sessions.register({
      name,
      capabilities: ['builder'],
      slots: 1,
      agent: 'test',
      host: '',
      ...extra,
    });
    await line.settled();
    return registered;
  };
  const ticketOf = (id: string) => line.coordinator.ticket(id);
  const claimed = async (name = 'ada') => {
    await register(name);
    const ticket = await line.openBuild();
    const brief = await line.sessions.claim(name, ticket, 1);
    return { ticket, brief };
  };
  /** Everybody else keeps silent until the leases of `silent` ran out. */
  const expire = async () => {
    for (let passed = 0; passed < 3 * line.limits.leaseExpiryMs; passed += line.limits.leaseSweepMs) {
      clock.turn(line.limits.leaseSweepMs);
      await line.sweeper.sweep();
    }
    await line.settled();
  };
  const never = () => Promise.reject(new Error('the bundle was asked for'));

  it('claims what it was given, with the spec and a commit to start from', async () => {
    const { ticket, brief } = await claimed();
    expect(brief).toMatchObject({
      id: ticket,
      token: 1,
      kind: 'build',
      service: 'shortener',
      spec: specText,
    });
    expect(await line.repositories.file('s1', brief.base, 'SPEC.md')).toBe(specText);
    expect(ticketOf(ticket)?.context).toMatchObject({ holder: 'ada', started: true });
  });

  it('claims the same ticket again with the same answer', async () => {
    const { ticket, brief } = await claimed();
    expect(await line.sessions.claim('ada', ticket, 1)).toEqual(brief);
  });

  it('wins alone where fifty claim one ticket at once', async () => {
    const names = Array.from({ length: 50 }, (_, index) => `w${index}`);
    for (const name of names) await register(name);
    const ticket = await line.openBuild();
    const answers = await Promise.allSettled(names.map((name) => line.sessions.claim(name, ticket, 1)));
    const winners = answers.filter(({ status }) => status === 'fulfilled');
    const losers = answers.flatMap((answer) => (answer.status === 'rejected' ? [answer.reason.code] : []));
    expect(winners).toHaveLength(1);
    expect(new Set(losers)).toEqual(new Set(['STALE_TOKEN']));
    const started = line.store
      .events({ stream: `ticket/${ticket}` })
      .filter(({ event }) => event.type === 'WorkStarted');
    expect(started).toHaveLength(1);
  });

  it('hands in a commit, and gets the same answer when it asks again', async () => {
    const { ticket, brief } = await claimed();
    const { commit, bundle } = await handMadeWork(line, 'ada', brief);
    const first = await line.sessions.submit('ada', ticket, { token: 1, commit }, async () => bundle);
    const again = await line.sessions.submit('ada', ticket, { token: 1, commit }, never);
    expect(again).toEqual(first);
    expect(ticketOf(ticket)).toMatchObject({ state: 'submitted', context: { commit } });
    expect(await line.repositories.file('s1', commit, 'BUILD/src/main.mjs')).toBe('export {};\n');
  });

  it('hands in once, however many ask at the same time', async () => {
    const { ticket, brief } = await claimed();
    const { commit, bundle } = await handMadeWork(line, 'ada', brief);
    const submission = { token: 1, commit };
    const all = await Promise.all(
      Array.from({ length: 10 }, () => line.sessions.submit('ada', ticket, submission, async () => bundle)),
    );
    expect(new Set(all.map(({ seq }) => seq)).size).toBe(1);
  });

  it('is refused a second, different commit under one token', async () => {
    const { ticket, brief } = await claimed();
    const { commit, bundle } = await handMadeWork(line, 'ada', brief);
    await line.sessions.submit('ada', ticket, { token: 1, commit }, async () => bundle);
    const other = { token: 1, commit: 'f'.repeat(40) };
    await expect(line.sessions.submit('ada', ticket, other, never)).rejects.toMatchObject({
      code: 'STALE_TOKEN',
    });
  });

  it('is told why a submission breaks a rule, and the ticket opens again with the reason', async () => {
    const { ticket, brief } = await claimed();
    const { commit, bundle } = await handMadeWork(line, 'ada', brief, { 'SPEC.md': 'mine now\n' });
    const submission = line.sessions.submit('ada', ticket, { token: 1, commit }, async () => bundle);
    await expect(submission).rejects.toMatchObject({ code: 'SUBMISSION_REFUSED' });
    expect(ticketOf(ticket)?.context).toMatchObject({ failures: 1 });
    expect(ticketOf(ticket)?.context.feedback.join()).toContain('SPEC.md');
  });

  it('is refused under an older token before a byte is looked at', async () => {
    const { ticket, brief } = await claimed();
    const { commit } = await handMadeWork(line, 'ada', brief);
    await register('bea');
    await line.sessions.release('ada', ticket, 1, 'lunch');
    await line.settled();
    expect(ticketOf(ticket)?.context.token).toBe(2);
    const late = line.sessions.submit('ada', ticket, { token: 1, commit }, never);
    await expect(late).rejects.toMatchObject({ code: 'STALE_TOKEN' });
    await expect(
      line.sessions.fail('ada', ticket, { token: 1, class: 'work', reason: '' }),
    ).rejects.toMatchObject({
      code: 'STALE_TOKEN',
    });
    expect(() => line.sessions.log('ada', ticket, { token: 1, lines: ['x'] })).toThrow();
  });

  it('loses its lease when it falls silent, and its work is open again', async () => {
    const { ticket } = await claimed();
    await expire();
    expect(ticketOf(ticket)).toMatchObject({ state: 'open', context: { holder: null } });
    expect(line.coordinator.session('ada')?.state).toBe('silent');
  });

  it('is welcome late, while nobody else has the ticket', async () => {
    const { ticket, brief } = await claimed();
    const { commit, bundle } = await handMadeWork(line, 'ada', brief);
    await expire();
    await line.sessions.submit('ada', ticket, { token: 1, commit }, async () => bundle);
    expect(ticketOf(ticket)).toMatchObject({ state: 'submitted', context: { commit, holder: 'ada' } });
  });

  it('keeps its lease and its place for as long as it beats', async () => {
    const { ticket } = await claimed();
    for (let beat = 0; beat < 20; beat += 1) {
      clock.turn(line.limits.leaseSweepMs);
      expect((await line.sessions.heartbeat('ada', { leases: [{ ticket, token: 1 }] })).over).toEqual([]);
      await line.sweeper.sweep();
    }
    expect(ticketOf(ticket)).toMatchObject({ state: 'held', context: { token: 1 } });
  });

  it('hears from its beat what waits for it and what is over', async () => {
    await register('ada');
    const ticket = await line.openBuild();
    const beat = await line.sessions.heartbeat('ada', { leases: [{ ticket: 'gone', token: 4 }] });
    expect(beat.waiting).toEqual([{ ticket, token: 1 }]);
    expect(beat.over).toEqual([{ ticket: 'gone', token: 4, reason: 'The ticket is over.' }]);
    await line.sessions.claim('ada', ticket, 1);
    expect((await line.sessions.heartbeat('ada', { leases: [] })).waiting).toEqual([]);
  });

  it('is back by its first beat after it was silent, and gets work again', async () => {
    const { ticket } = await claimed();
    await expire();
    await line.sessions.heartbeat('ada', { leases: [] });
    await line.settled();
    expect(line.coordinator.session('ada')?.state).toBe('active');
    expect(ticketOf(ticket)?.context).toMatchObject({ holder: 'ada', token: 2 });
  });

  it('cannot take the name of a live session, but may replace its own former run', async () => {
    const first = await register('ada');
    await expect(register('ada')).rejects.toMatchObject({ code: 'NAME_TAKEN' });
    const ticket = await line.openBuild();
    await line.sessions.claim('ada', ticket, 1);
    const second = await register('ada', { former: first.token });
    expect(line.sessions.authenticate(first.token)).toBeUndefined();
    expect(line.sessions.authenticate(second.token)).toBe('ada');
    expect(ticketOf(ticket)?.context).toMatchObject({ token: 2, holder: 'ada', started: false });
  });

  it('may take the name of a session that is silent', async () => {
    await register('ada');
    await expire();
    await expect(register('ada')).resolves.toMatchObject({ name: 'ada' });
  });

  it('may take the name of a session that Andon brings only with what Andon gave to that one', async () => {
    const builtIn = 'of this start';
    for (const wrong of [{}, { builtIn: '' }, { builtIn: 'of another start' }])
      await expect(register('builder-1', wrong)).rejects.toMatchObject({ code: 'FORBIDDEN' });
    expect(line.coordinator.session('builder-1')).toBeUndefined();
    await register('builder-1', { builtIn });
    await expect(register('builder-1', { builtIn })).resolves.toMatchObject({ name: 'builder-1' });
    expect(line.coordinator.session('builder-1')?.context.builtIn).toBe(true);
    await expect(register('builder-1')).rejects.toMatchObject({ code: 'FORBIDDEN' });
    await register('ada', { builtIn });
    expect(line.coordinator.session('ada')?.context.builtIn).toBe(false);
  });

  it('gives everything back when it leaves, and its token is nobody’s', async () => {
    const { token } = await register('ada');
    const ticket = await line.openBuild();
    await line.sessions.claim('ada', ticket, 1);
    await line.sessions.leave('ada', 'done for today');
    await line.settled();
    expect(ticketOf(ticket)).toMatchObject({ state: 'open' });
    expect(line.sessions.authenticate(token)).toBeUndefined();
  });

  it('that cannot do it leaves the ticket to others, also later ones', async () => {
    const { ticket } = await claimed();
    await line.sessions.cannot('ada', ticket, 1, ['GET /graph']);
    await line.settled();
    expect(ticketOf(ticket)).toMatchObject({ state: 'open', context: { excluded: ['ada'], failures: 0 } });
    await register('bea');
    expect(ticketOf(ticket)?.context.holder).toBe('bea');
  });

  it('shows progress and log lines only while it holds the ticket', async () => {
    const { ticket } = await claimed();
    line.sessions.progress('ada', ticket, { token: 1, percent: 40, text: 'writing' });
    line.sessions.log('ada', ticket, { token: 1, lines: ['one', 'two'] });
    expect(line.signals.latest('s1').progress).toMatchObject({ percent: 40 });
    expect(line.logs.lines('s1').map((entry) => entry.line)).toEqual(['one', 'two']);
    expect(() => line.sessions.progress('bea', ticket, { token: 1, percent: 1, text: '' })).toThrow();
  });
});
