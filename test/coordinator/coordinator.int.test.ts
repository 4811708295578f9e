import { beforeEach, describe, expect, it } from 'vitest';
import { Desk, type OpenStore, stores } from './desk.ts';

describe.each(stores)('the coordinator on the %s store', (_, make) => {
  let open: OpenStore;
  let desk: Desk;
  beforeEach(async () => {
    open = make();
    desk = await Desk.open(open());
  });

  it('commits an event and all it causes in other machines in one transaction', async () => {
    await desk.session('bob');
    const id = await desk.coordinator.addService('quotes');
    desk.batches.length = 0;
    await desk.specSeen(id, 'A');
    const [first] = desk.batches;
    expect(first?.events.map(({ stream, event }) => `${stream.split('/')[0]} ${event.type}`)).toEqual([
      'service SpecSeen',
      'ticket Opened',
      'ticket TicketAssigned',
      'service TicketHeld',
      'session TicketOutcome',
    ]);
    expect(first?.snapshots.map(({ stream }) => stream)).toHaveLength(3);

    await desk.coordinator.quiet();
    const { stream, token } = desk.ticket(id);
    expect(desk.state(id).line).toBe('build.working');
    desk.batches.length = 0;
    await desk.send(stream, { type: 'SubmissionReceived', token, session: 'bob', commit: 'c1' });
    expect(desk.batches[0]?.events.map(({ event }) => event.type).sort()).toEqual([
      'BudgetSpent',
      'DayBegan',
      'SubmissionReceived',
      'TicketOutcome',
      'TicketSpent',
      'TicketSubmitted',
    ]);
    expect(desk.batches[0]?.outbox.map(({ effect }) => effect.type)).toContain('verify');
  });

  it('numbers events without a gap, over restarts too', async () => {
    await desk.service('one');
    await desk.coordinator.close();
    desk = await Desk.open(open());
    await desk.service('two');
    const numbers = desk.store.events({}).map(({ seq }) => seq);
    expect(numbers).toEqual(numbers.map((_, index) => index + 1));
    expect(desk.coordinator.seq()).toBe(numbers.length);
  });

  it('groups what arrives in one tick into one commit', async () => {
    desk.batches.length = 0;
    const names = Array.from({ length: 20 }, (_, index) => `service-${index}`);
    const ids = await Promise.all(names.map((name) => desk.coordinator.addService(name)));
    expect(desk.batches).toHaveLength(1);
    await Promise.all(ids.map((id) => desk.specSeen(id, 'A')));
    expect(desk.batches).toHaveLength(2);
  });

  it('shows readers committed states only', async () => {
    const id = await desk.coordinator.addService('quotes');
    let letGo = () => {};
    let waits = false;
    desk.commitGate = () =>
      new Promise((resolve) => {
        waits = true;
        letGo = resolve;
      });
    const seen = desk.specSeen(id, 'A');
    await expect.poll(() => waits).toBe(true);
    expect(desk.state(id).line).toBe('spec.missing');
    expect([...desk.coordinator.tickets()]).toEqual([]);
    desk.commitGate = async () => undefined;
    letGo();
    await seen;
    expect(desk.state(id).line).toBe('build.awaiting');
  });

  it('accepts nothing and performs nothing of a group that could not be committed', async () => {
    await desk.session('bob');
    const a = await desk.service('a');
    const b = await desk.service('b');
    const before = desk.store.lastSeq();
    desk.performed.length = 0;
    desk.commitGate = async () => {
      throw new Error('the disk is full');
    };
    const answers = await Promise.allSettled(
      [a, b].map((id) => {
        const { stream, token } = desk.ticket(id);
        return desk.send(stream, { type: 'SubmissionReceived', token, session: 'bob', commit: 'c1' });
      }),
    );
    await desk.coordinator.quiet();
    expect(answers).toEqual([
      expect.objectContaining({ status: 'rejected', reason: new Error('the disk is full') }),
      expect.objectContaining({ status: 'rejected', reason: new Error('the disk is full') }),
    ]);
    expect(desk.performed).toEqual([]);
    expect(desk.store.lastSeq()).toBe(before);
    expect(desk.state(a).line).toBe('build.working');

    desk.commitGate = async () => undefined;
    await desk.submit(a, 'bob', 'c1');
    expect(desk.state(a).line).toBe('build.verifying');
    expect(desk.store.events({ after: before })[0]?.seq).toBe(before + 1);
  });

  it('assigns again what a failed commit did not assign', async () => {
    const id = await desk.service('quotes');
    await desk.session('bob', 1);
    const { token, stream } = desk.ticket(id);
    await desk.send(stream, { type: 'WorkReleased', token, session: 'bob', reason: 'not now' });
    desk.commitGate = async () => {
      throw new Error('the disk is full');
    };
    await desk.coordinator.quiet();
    desk.commitGate = async () => undefined;
    for (let turns = 0; turns < 5 && desk.state(id).line !== 'build.working'; turns += 1) await desk.next();
    expect(desk.state(id).line).toBe('build.working');
  });

  it('refuses the one event a machine cannot take, and takes the others of its tick', async () => {
    const good = await desk.service('good');
    const broken = await desk.service('broken');
    await desk.coordinator.close();
    const store = open();
    desk = await Desk.open({
      ...store,
      activeSnapshots: () =>
        [...store.activeSnapshots()].map((row) => {
          if (row.stream !== `service/${broken}`) return row;
          const snapshot = row.snapshot as { context: Record<string, unknown> };
          const { pending: _lost, ...context } = snapshot.context;
          return { ...row, snapshot: { ...snapshot, context } };
        }),
    });
    const answers = await Promise.allSettled([
      desk.specSeen(good, 'B'),
      desk.specSeen(broken, 'B'),
      desk.send('ticket/nobody', { type: 'TicketAccepted', token: 1 }),
      desk.send(`service/${good}`, { type: 'ServicePaused' }),
    ]);
    expect(answers.map(({ status }) => status)).toEqual(['fulfilled', 'rejected', 'rejected', 'fulfilled']);
    expect(answers[1]).toMatchObject({ reason: { code: 'threw' } });
    expect(answers[2]).toMatchObject({ reason: { code: 'NOT_FOUND' } });
    expect(desk.state(good).context.paused).toBe(true);
  });

  it('refuses at the door what is no event', async () => {
    const id = await desk.service('quotes');
    const before = desk.store.lastSeq();
    await expect(async () =>
      desk.send(`service/${id}`, { type: 'SpecSeen', spec: 'none' }),
    ).rejects.toThrow();
    await expect(async () => desk.send(`service/${id}`, { type: 'Nonsense' })).rejects.toThrow();
    expect(desk.store.lastSeq()).toBe(before);
  });

  it('ignores what carries a stale token, and journals nothing of it', async () => {
    await desk.session('bob');
    const id = await desk.service('quotes');
    const { stream, token } = desk.ticket(id);
    await desk.send(stream, { type: 'LeaseExpired', token, session: 'bob' });
    await desk.coordinator.quiet();
    const before = desk.store.lastSeq();
    for (const event of [
      { type: 'SubmissionReceived', token, session: 'bob', commit: 'late' },
      { type: 'WorkFailed', token, session: 'bob', class: 'work', reason: 'late' },
      { type: 'LeaseExpired', token, session: 'bob' },
    ]) {
      expect(await desk.send(stream, event)).toEqual({ seq: before, ignored: true });
    }
    expect(desk.store.lastSeq()).toBe(before);
    expect(desk.ticket(id).token).toBeGreaterThan(token);
  });

  it('tells of each commit what it changed, and lets no listener stop the others', async () => {
    const heard: string[][] = [];
    desk.coordinator.onCommitted(() => {
      throw new Error('a careless listener');
    });
    const stop = desk.coordinator.onCommitted(({ changed }) => heard.push([...changed]));
    const id = await desk.coordinator.addService('quotes');
    expect(heard[0]).toContain(`service/${id}`);
    stop();
    const before = heard.length;
    await desk.specSeen(id, 'A');
    expect(heard).toHaveLength(before);
  });

  it('takes nothing more once it is closed', async () => {
    const id = await desk.service('quotes');
    await desk.coordinator.close();
    await expect(desk.specSeen(id, 'B')).rejects.toMatchObject({ code: 'NOT_WRITER' });
    await expect(desk.coordinator.addService('more')).rejects.toMatchObject({ code: 'NOT_WRITER' });
  });
});
