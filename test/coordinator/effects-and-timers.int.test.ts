import { beforeEach, describe, expect, it } from 'vitest';
import { Desk, type OpenStore, stores } from './desk.ts';

describe.each(stores)('what is owed to the outside, on the %s store', (_, make) => {
  let open: OpenStore;
  let desk: Desk;
  beforeEach(async () => {
    open = make();
    desk = await Desk.open(open());
    await desk.session('bob');
  });

  it('is performed after the commit, under an id made of its sequence number', async () => {
    let committed = 0;
    desk.performGate = async () => {
      committed = desk.store.lastSeq();
    };
    const id = await desk.service('quotes');
    expect(desk.did(desk.ticket(id).stream)).toEqual(['deliver']);
    expect(committed).toBe(desk.store.lastSeq());
    const ids = desk.batches.flatMap(({ outbox }) => outbox.map((row) => row.id));
    expect(ids).not.toEqual([]);
    for (const each of ids) expect(each).toMatch(/^e-\d+-\d+$/);
    expect(desk.store.owedEffects()).toEqual([]);
  });

  it('is struck from what is owed once the disk has room again, and not performed a second time', async () => {
    desk.markGate = () => Promise.reject(new Error('the disk is full'));
    const id = await desk.service('quotes');
    const { stream } = desk.ticket(id);
    expect(desk.store.owedEffects()).not.toEqual([]);
    desk.markGate = async () => undefined;
    for (let turn = 0; turn < 20 && desk.store.owedEffects().length > 0; turn += 1) await desk.next();
    expect(desk.store.owedEffects()).toEqual([]);
    expect(desk.did(stream)).toEqual(['deliver']);
  });

  it('is performed in order within a stream, and no stream waits for another', async () => {
    let letGo = () => {};
    const id = await desk.service('slow');
    const { stream, token } = desk.ticket(id);
    desk.performed.length = 0;
    desk.performGate = ({ stream: at }) =>
      at === stream
        ? new Promise((resolve) => {
            letGo = resolve;
          })
        : Promise.resolve();
    await desk.send(stream, { type: 'LeaseExpired', token, session: 'bob' });
    await expect.poll(() => desk.state(id).line).toBe('build.working');
    const other = await desk.coordinator.addService('quick');
    await desk.specSeen(other, 'A');
    await expect.poll(() => desk.did(desk.ticket(other).stream)).toEqual(['deliver']);
    expect(desk.did(stream)).toEqual([]);

    desk.performGate = async () => undefined;
    letGo();
    await desk.coordinator.quiet();
    expect(desk.did(stream)).toEqual(['recall', 'deliver']);
  });

  it('is performed once, after the coordinator was opened, when its event came before that', async () => {
    const desk = Desk.unopened(make()());
    const id = await desk.coordinator.addService('early');
    await desk.specSeen(id, 'A');
    await desk.session('bob');
    await desk.coordinator.quiet();
    expect(desk.performed).toEqual([]);
    await desk.coordinator.open();
    await desk.coordinator.quiet();
    expect(desk.did(desk.ticket(id).stream)).toEqual(['deliver']);
  });

  it('is tried again when it fails, and holds up its own stream only', async () => {
    const id = await desk.service('quotes');
    let failures = 0;
    desk.performGate = async ({ effect }) => {
      if (effect.type === 'verify' && failures < 3) {
        failures += 1;
        throw new Error('Redis is down');
      }
    };
    await desk.submit(id, 'bob', 'c1');
    expect(desk.did(`service/${id}`)).toEqual([]);
    expect(desk.coordinator.owedEffects).toBe(1);
    await desk.service('other');
    for (let turns = 0; turns < 10 && desk.coordinator.owedEffects > 0; turns += 1) await desk.next();
    expect(failures).toBe(3);
    expect(desk.did(`service/${id}`)).toEqual(['verify']);
  });

  it('is performed at once when a dependency comes back', async () => {
    const id = await desk.service('quotes');
    desk.performGate = async () => {
      throw new Error('Redis is down');
    };
    await desk.submit(id, 'bob', 'c1');
    desk.performGate = async () => undefined;
    desk.coordinator.retryEffects();
    await desk.coordinator.quiet();
    expect(desk.did(`service/${id}`)).toEqual(['verify']);
  });

  it('is performed again by the next coordinator, as it was', async () => {
    const id = await desk.service('quotes');
    desk.performGate = async () => {
      throw new Error('Redis is down');
    };
    await desk.submit(id, 'bob', 'c1');
    const owed = desk.store.owedEffects();
    expect(owed.map(({ effect }) => effect.type)).toEqual(['verify']);
    await desk.coordinator.close();

    desk = await Desk.open(open());
    expect(desk.performed).toEqual(owed.map(({ stream, effect }) => ({ stream, effect })));
    expect(desk.store.owedEffects()).toEqual([]);
    expect(desk.state(id).line).toBe('build.verifying');
  });

  it('is dropped when its question is over by then', async () => {
    const id = await desk.service('quotes');
    desk.performGate = async () => {
      throw new Error('Redis is down');
    };
    await desk.submit(id, 'bob', 'c1');
    await desk.verdict(id, 'failed');
    desk.performGate = async () => undefined;
    desk.coordinator.retryEffects();
    await desk.coordinator.quiet();
    expect(desk.did(`service/${id}`)).not.toContain('verify');
    expect(desk.store.owedEffects()).toEqual([]);
  });

  it('is named by what the machines await, for whoever reconciles', async () => {
    const id = await desk.service('quotes');
    await desk.submit(id, 'bob', 'c1');
    const verification = desk.state(id).context.verification?.id;
    expect([...desk.coordinator.awaited()]).toEqual([
      { stream: `service/${id}`, effect: expect.objectContaining({ type: 'verify', verification }) },
    ]);
  });

  it('holds back deploy, and assigns nothing, while the line or its service is paused; facts are taken', async () => {
    const id = await desk.service('quotes');
    await desk.submit(id, 'bob', 'c1');
    await desk.verdict(id, 'passed');
    await desk.send('line/main', { type: 'LinePaused' });
    await desk.verdict(id, 'passed');
    expect(desk.state(id).line).toBe('release.deploying');
    const waiting = await desk.service('waiting');
    expect(desk.state(waiting).line).toBe('build.awaiting');
    expect(desk.coordinator.why(desk.ticket(waiting).id).join(' ')).toMatch(/paused/);
    await desk.next();
    expect(desk.did(`service/${id}`)).not.toContain('deploy');
    expect([...desk.coordinator.awaited()]).toEqual([]);

    await desk.send(`service/${waiting}`, { type: 'ServicePaused' });
    await desk.send('line/main', { type: 'LineResumed' });
    await desk.coordinator.quiet();
    for (let turns = 0; turns < 5 && !desk.did(`service/${id}`).includes('deploy'); turns += 1)
      await desk.next();
    expect(desk.did(`service/${id}`)).toContain('deploy');
    expect(desk.state(waiting).line).toBe('build.awaiting');
    await desk.send(`service/${waiting}`, { type: 'ServiceResumed' });
    await desk.coordinator.quiet();
    expect(desk.state(waiting).line).toBe('build.working');
  });
});

describe.each(stores)('timers on the %s store', (_, make) => {
  it('survive a restart and fire once', async () => {
    const open = make();
    const first = await Desk.open(open());
    await first.session('bob');
    const id = await first.service('quotes');
    const { stream, token } = first.ticket(id);
    const due = first.coordinator.ticket(first.ticket(id).id)?.context.dueAt ?? 0;
    expect(first.store.timers()).toEqual([{ stream, timer: 'deadline', dueAt: due }]);
    await first.coordinator.close();

    const second = await Desk.open(open(), first.clock);
    expect(second.clock.next()).toBe(due);
    await second.next();
    const fired = second.store.events({ stream }).filter(({ event }) => event.type === 'TimerFired');
    expect(fired).toHaveLength(1);
    expect(second.ticket(id).token).toBeGreaterThan(token);
    const timers = second.store.timers().filter((timer) => timer.stream === stream);
    expect(timers).toHaveLength(1);
    expect(timers[0]?.dueAt).toBeGreaterThan(due);
  });

  it('that came due while nobody ran fire at once', async () => {
    const open = make();
    const first = await Desk.open(open());
    const id = await first.service('quotes');
    const { stream } = first.ticket(id);
    await first.coordinator.close();
    first.clock.after(48 * 60 * 60_000, () => undefined);
    while (first.clock.next() !== undefined) first.clock.runNext();

    const second = await Desk.open(open(), first.clock);
    await second.next();
    expect(second.store.events({ stream }).map(({ event }) => event.type)).toContain('TimerFired');
  });

  it('fire again when the event they made could not be committed', async () => {
    const desk = await Desk.open(make()());
    const id = await desk.service('quotes');
    const { stream } = desk.ticket(id);
    const count = () =>
      desk.store.events({ stream }).filter(({ event }) => event.type === 'TimerFired').length;
    desk.commitGate = async () => {
      throw new Error('the disk is full');
    };
    await desk.next();
    expect(count()).toBe(0);
    desk.commitGate = async () => undefined;
    for (let turns = 0; turns < 5 && count() === 0; turns += 1) await desk.next();
    expect(count()).toBe(1);
  });

  it('of a ticket that is over are forgotten', async () => {
    const desk = await Desk.open(make()());
    await desk.session('bob');
    const id = await desk.service('quotes');
    await desk.submit(id, 'bob', 'c1');
    await desk.verdict(id, 'passed');
    await desk.verdict(id, 'passed');
    expect(desk.store.timers().filter(({ timer }) => timer === 'deadline')).toEqual([]);
  });

  it('left in the store for machines that are over are removed at the next start, and never fire', async () => {
    const open = make();
    const first = await Desk.open(open());
    const id = await first.service('quotes');
    const { stream, id: ticket } = first.ticket(id);
    const deadline = first.coordinator.ticket(ticket)?.context.dueAt ?? 0;
    await first.specSeen(id, 'B');
    for (let turns = 0; turns < 5 && first.ticket(id).id === ticket; turns += 1) await first.next();
    expect(first.coordinator.ticket(ticket)?.state).toBe('cancelled');
    await first.coordinator.close();
    // What an earlier version left behind.
    const leftover = { stream, timer: 'deadline', dueAt: deadline };
    await open().commit({ events: [], snapshots: [], outbox: [], timers: [leftover], cancelledTimers: [] });

    const second = await Desk.open(open(), first.clock);
    expect(second.store.timers().filter((row) => row.stream === stream)).toEqual([]);
    expect(second.store.timers()).toHaveLength(1);
    expect(second.store.events({ stream }).map(({ event }) => event.type)).not.toContain('TimerFired');
  });
});
