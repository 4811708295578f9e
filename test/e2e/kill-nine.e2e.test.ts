import { rmSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { Line, removeWhole } from './support/line.ts';
import { hasEnded, isRunning, processesOf, type Started } from './support/processes.ts';
import { shippedOnce } from './support/shipped-once.ts';
import { until } from './support/until.ts';

describe('kill -9', { timeout: 180_000 }, () => {
  const line = new Line();
  let andon: Started;
  let bob: Started;
  beforeAll(async () => {
    andon = await line.up();
    bob = await line.worker('bob', { slots: 8 });
  });
  // One test's failure is not the next one's.
  beforeEach(async () => {
    if (hasEnded(andon)) andon = await line.up();
    if (hasEnded(bob)) bob = await line.worker('bob', { slots: 8 });
  });
  afterAll(async () => {
    expect(await line.close()).toEqual([]);
  });

  const building = (service: string) =>
    line.reaches(service, 'is being built', ({ state }) => state === 'build.working');

  it('of a worker in mid-ticket ends its lease, and another finishes the ticket', async () => {
    line.hold('orphan');
    line.saveSpec('orphan');
    await building('orphan');
    await line.until('the builder works', () => line.builds('orphan').length > 0);
    await bob.kill();
    await line.until('the lease is over', () => line.count('orphan', 'TicketReopened'));
    const eve = await line.worker('eve', { slots: 8 });
    await line.reaches('orphan', 'is held by eve', ({ session }) => session === 'eve');
    line.letGo('orphan');
    await line.shipped('orphan');
    await shippedOnce(line, 'orphan');

    line.hold('again');
    line.saveSpec('again');
    await building('again');
    await line.until('the builder works', () => line.builds('again').length > 0);
    await eve.kill();
    bob = await line.worker('eve', { slots: 8 });
    line.letGo('again');
    await line.shipped('again');
    await shippedOnce(line, 'again');
  });

  const changes = [
    ['build', 'build.working'],
    ['verification', 'test.verifying'],
    ['proving', 'release.proving'],
  ] as const;
  it.each(changes)(
    'of the coordinator in %s leaves what serves serving, and its successor ships',
    async (where, state) => {
      const name = `in-${where}`;
      line.saveSpec(name, { greeting: 'before' });
      await line.shipped(name);
      const before = await line.serving(name);
      const builds = line.builds(name).length;

      if (where === 'build') line.hold(name);
      line.saveSpec(name, { greeting: 'after' });
      await line.reaches(name, `is in ${state}`, (view) => view.state === state && view.change === 2);
      if (where === 'build') await line.until('the builder works', () => line.builds(name).length > builds);
      await andon.kill();
      if (where === 'build') line.letGo(name);
      const own = await fetch(`http://127.0.0.1:${before.port}/`);
      expect(await own.json()).toEqual({ greeting: 'before' });
      if (where === 'build')
        await until('the work is finished meanwhile', () => line.builds(name).length === builds + 2);

      andon = await line.up();
      await line.shipped(name, 2);
      expect(await line.call(name)).toEqual({ status: 200, body: { greeting: 'after' } });
      expect(await line.count(name, 'HealthFailed')).toBe(0);
      expect(line.builds(name)).toHaveLength(builds + 2);
      await shippedOnce(line, name, 2);
    },
  );

  it('of the coordinator leaves a service its process under the next one', async () => {
    line.saveSpec('adopted');
    await line.shipped('adopted');
    const before = await line.serving('adopted');
    await andon.kill();
    andon = await line.up();
    const { live } = await line.reaches('adopted', 'is probed', ({ live }) => live.health === 'healthy');
    expect(live.state).toBe('healthy');
    expect(await line.serving('adopted')).toEqual(before);
    expect((await line.call('adopted')).status).toBe(200);
  });

  it('of the embedded Redis, with a ticket held and while verifying, is made good by the line', async () => {
    line.hold('redis-a');
    line.saveSpec('redis-a');
    await building('redis-a');
    const first = line.redisPid();
    process.kill(first, 'SIGKILL');
    await line.until(
      'another Redis runs',
      async () => line.redisPid() !== first && (await line.line()).redis === 'up',
    );
    line.saveSpec('redis-b');
    line.letGo('redis-a');
    await line.reaches('redis-a', 'is verified', ({ state }) => state.endsWith('.verifying'));
    process.kill(line.redisPid(), 'SIGKILL');
    await line.shipped('redis-a');
    await line.shipped('redis-b');
    await shippedOnce(line, 'redis-a');
    await shippedOnce(line, 'redis-b');
  });

  it('is outdone by nothing: FLUSHALL loses nothing and does nothing twice', async () => {
    const names = ['flush-a', 'flush-b', 'flush-c', 'flush-d'];
    for (const name of names) {
      line.hold(name);
      line.saveSpec(name);
    }
    for (const name of names) await building(name);
    expect(await line.redis('FLUSHALL')).toBe('+OK');
    for (const name of names) line.letGo(name);
    await line.until(
      'gates are queued',
      async () => (await line.list()).filter(({ state }) => state.endsWith('.verifying')).length >= 3,
    );
    line.saveSpec('flush-e');
    await line.reaches('flush-e', 'has a ticket', ({ ticket }) => ticket !== undefined);
    expect(await line.redis('FLUSHALL')).toBe('+OK');
    for (const name of [...names, 'flush-e']) {
      await line.shipped(name);
      await shippedOnce(line, name);
    }
  });

  it('of the writer lets its standby take over', async () => {
    line.saveSpec('taken-over');
    await line.shipped('taken-over');
    const before = await line.serving('taken-over');
    const standby = line.launch('up');
    await until('the standby waits', () => standby.said().includes('standby'));
    await andon.kill();
    await line.until('the standby writes', () => line.coordinatorPid() === standby.pid);
    andon = standby;
    expect(await line.serving('taken-over')).toEqual(before);
    line.saveSpec('after-takeover');
    await line.shipped('after-takeover');
  });

  it('is not needed: SIGTERM ends services, Redis and workers, and nothing is left running', async () => {
    line.saveSpec('ended');
    await line.shipped('ended');
    const { pid } = await line.serving('ended');
    line.hold('ended');
    line.saveSpec('ended', { greeting: 'later' });
    await building('ended');
    expect(await bob.stop()).toBe(0);
    line.letGo('ended');
    expect(await andon.stop()).toBe(0);
    expect(isRunning(pid)).toBe(false);
    await until('no process is left', () => processesOf(line.directory).length === 0);
  });

  it('and a wiped .andon/redis are made good on the next start', async () => {
    line.hold('wiped');
    line.saveSpec('wiped');
    await building('wiped');
    await andon.stop();
    rmSync(join(line.home, 'redis'), { recursive: true });
    line.saveSpec('wiped-too');
    andon = await line.up();
    line.letGo('wiped');
    await line.shipped('wiped');
    await line.shipped('wiped-too');
    await shippedOnce(line, 'wiped');
    await shippedOnce(line, 'wiped-too');
  });

  it('and a lost .andon lead to services adopted at what their evidence supports', async () => {
    const names = ['lost-a', 'lost-b'];
    for (const name of names) line.saveSpec(name);
    for (const name of names) {
      await line.shipped(name);
      await line.until('its build is in the tree', () => line.read(name, 'BUILD/test/main.test.js'));
    }
    for (const { name } of await line.list())
      if (!names.includes(name)) rmSync(join(line.services, name), { recursive: true, force: true });
    const builds = names.map((name) => line.builds(name).length);
    await bob.stop();
    await andon.stop();
    removeWhole(line.home);
    andon = await line.up();
    bob = await line.worker('eve', { slots: 8 });
    for (const name of names) {
      await line.shipped(name);
      expect(await line.call(name)).toEqual({ status: 200, body: { greeting: 'hello' } });
      expect(await line.count(name, 'TicketSubmitted')).toBe(0);
    }
    expect(names.map((name) => line.builds(name).length)).toEqual(builds);
  });
});
