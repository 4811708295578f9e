import { existsSync } from 'node:fs';
import { chmod, mkdir, readdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import {
  createHome,
  getJson,
  type Home,
  isRunning,
  openYard,
  orderOf,
  portOf,
  seen,
  ship,
  until,
  type Yard,
} from './bench-yard.ts';

let home: Home;
let yard: Yard;

beforeEach(async () => {
  home = await createHome();
  yard = await openYard(home);
});

afterEach(async () => {
  await yard.releases.close();
  await home.remove();
});

const pidOf = async (path = '/') => Number((await getJson(portOf(yard.releases), path)).pid);

describe('switching', () => {
  it('keeps the data of the service over releases and back', async () => {
    await ship(home, yard.releases, orderOf('stateful', 'r1'));
    await getJson(portOf(yard.releases), '/add');
    await ship(home, yard.releases, orderOf('stateful', 'r2'), 'r1');
    expect(await getJson(portOf(yard.releases), '/add')).toEqual({ count: 2, release: 'r2' });
    await yard.releases.rollBack('svc-1', 'r2', 'r1');
    await seen(home, 'RolledBack', 'r1');
    expect(await getJson(portOf(yard.releases))).toEqual({ count: 2, release: 'r1' });
  });

  it('ends the process that served before', async () => {
    await ship(home, yard.releases, orderOf('healthy', 'r1'));
    const before = await pidOf();
    await ship(home, yard.releases, orderOf('healthy', 'r2'), 'r1');
    expect(await isRunning(before)).toBe(false);
    expect(await getJson(portOf(yard.releases))).toMatchObject({ release: 'r2' });
  });

  it('lets the old release serve again when the new one does not live on the real data', async () => {
    await ship(home, yard.releases, orderOf('stateful', 'r1'));
    await getJson(portOf(yard.releases), '/add');
    await yard.releases.deploy(orderOf('brokenOnRealData', 'r2'));
    await seen(home, 'ReleaseProved', 'r2');
    await yard.releases.switchTo('svc-1', 'r2', 'r1');
    const failed = await seen(home, 'SwitchFailed', 'r2');
    expect(failed).toMatchObject({ serving: 'r1', log: expect.stringContaining('schema mismatch') });
    expect(failed.reason).toContain('exited with code 4');
    expect(await getJson(portOf(yard.releases))).toEqual({ count: 1, release: 'r1' });
  });

  it('serves nothing when a first release fails its switch', async () => {
    await yard.releases.deploy(orderOf('brokenOnRealData', 'r1'));
    await seen(home, 'ReleaseProved', 'r1');
    await yard.releases.switchTo('svc-1', 'r1', null);
    expect(await seen(home, 'SwitchFailed', 'r1')).toMatchObject({ serving: null });
    expect(yard.releases.route('svc-1')).toBeUndefined();
  });

  it('does not stop what serves when old and new may overlap', async () => {
    await ship(home, yard.releases, orderOf('healthy', 'r1'));
    const order = orderOf('healthy', 'r2', { overlap: true });
    await yard.releases.deploy(order);
    await seen(home, 'ReleaseProved', 'r2');
    const routes: unknown[] = [];
    await yard.releases.switchTo('svc-1', 'r2', 'r1');
    await until(() => {
      routes.push(yard.releases.route('svc-1'));
      return home.events.some(({ event }) => event.type === 'ReleaseSwitched' && event.release === 'r2');
    });
    expect(routes).not.toContain(undefined);
    expect(await getJson(portOf(yard.releases))).toMatchObject({ release: 'r2' });
  });

  it('says that a release whose directory is gone has to be made again', async () => {
    await yard.releases.switchTo('svc-1', 'r9', null);
    expect(await seen(home, 'SwitchFailed', 'r9')).toMatchObject({ serving: null });
  });

  it('keeps the newest releases and always the one to go back to', async () => {
    for (const [release, from] of [
      ['r1', null],
      ['r2', 'r1'],
      ['r3', 'r2'],
      ['r4', 'r3'],
    ] as const) {
      await ship(home, yard.releases, orderOf('healthy', release), from);
      await until(() => !yard.releases.underway('svc-1', release));
    }
    const kept = await readdir(join(home.root, 'releases/svc-1'));
    expect(kept.filter((name) => !name.endsWith('.json')).sort()).toEqual(['r3', 'r4']);
  });

  it('keeps what served and may be gone back to, also where younger releases never served', async () => {
    await yard.releases.close();
    yard = await openYard(home, { served: () => ['r2', 'r1'] });
    await ship(home, yard.releases, orderOf('healthy', 'r1'));
    await ship(home, yard.releases, orderOf('healthy', 'r2'));
    for (const release of ['r7', 'r8']) {
      await yard.releases.deploy(orderOf('healthy', release));
      await seen(home, 'ReleaseProved', release);
    }
    await ship(home, yard.releases, orderOf('healthy', 'r3'));
    await until(() => !yard.releases.underway('svc-1', 'r3'));
    const kept = await readdir(join(home.root, 'releases/svc-1'));
    expect(kept).toEqual(expect.arrayContaining(['r2', 'r3']));
    expect(kept).not.toContain('r1');
  });
});

describe('rolling back', () => {
  it('lets what served serve again when the one that an operator wants does not come up', async () => {
    await ship(home, yard.releases, orderOf('healthy', 'r1'));
    await ship(home, yard.releases, orderOf('healthy', 'r2'), 'r1');
    const main = join(home.root, 'releases/svc-1/r1/app/main.js');
    await chmod(main, 0o600);
    await writeFile(main, 'process.exit(3);');
    await yard.releases.rollBack('svc-1', 'r2', 'r1', true);
    const failed = await seen(home, 'RollbackFailed', 'r1');
    expect(failed).toMatchObject({ serving: 'r2' });
    expect(failed.reason).toContain('r2 serves again');
    expect(await getJson(portOf(yard.releases))).toMatchObject({ release: 'r2' });
  });

  it('leaves what serves alone when the one that an operator wants is gone', async () => {
    await ship(home, yard.releases, orderOf('healthy', 'r1'));
    const before = await pidOf();
    await yard.releases.rollBack('svc-1', 'r1', 'r0', true);
    expect(await seen(home, 'RollbackFailed', 'r0')).toMatchObject({
      serving: 'r1',
      reason: expect.stringContaining('not kept any more'),
    });
    expect(await pidOf()).toBe(before);
  });

  it('fails, with nothing serving, when the release to go back to is gone', async () => {
    await ship(home, yard.releases, orderOf('healthy', 'r1'));
    await yard.releases.rollBack('svc-1', 'r1', 'r0');
    const failed = await seen(home, 'RollbackFailed', 'r0');
    expect(failed.reason).toContain('is gone');
  });
});

describe('a service that ends by itself', () => {
  it('has failed at once, with its exit and its log, and can be started again', async () => {
    await ship(home, yard.releases, orderOf('healthy', 'r1'));
    const before = await pidOf();
    process.kill(before, 'SIGKILL');
    const failed = await seen(home, 'HealthFailed', 'r1');
    expect(failed).toMatchObject({ cause: 'service', log: expect.stringContaining('listening on') });
    expect(failed.reason).toContain('SIGKILL');
    await yard.releases.restart('svc-1', 'r1');
    await seen(home, 'ReleaseRestarted', 'r1');
    await seen(home, 'HealthPassed', 'r1');
    expect(await pidOf()).not.toBe(before);
  });

  it('fails again when a restart does not help', async () => {
    await ship(home, yard.releases, orderOf('healthy', 'r1'));
    const flag = join(home.root, 'releases/svc-1/r1/app/main.js');
    await chmod(flag, 0o600);
    await writeFile(flag, 'process.exit(9)');
    await yard.releases.restart('svc-1', 'r1');
    await seen(home, 'ReleaseRestarted', 'r1');
    expect((await seen(home, 'HealthFailed', 'r1')).reason).toContain('code 9');
  });

  it('says that a release without a directory cannot be restarted', async () => {
    await yard.releases.restart('svc-1', 'r1');
    expect(await seen(home, 'HealthFailed', 'r1')).toMatchObject({ cause: 'service' });
  });

  it('takes its helper processes with it', async () => {
    await ship(home, yard.releases, orderOf('withHelper', 'r1'));
    const helper = Number(await (await fetch(`http://127.0.0.1:${portOf(yard.releases)}/`)).text());
    await yard.releases.stopService('svc-1');
    await until(async () => !(await isRunning(helper)));
    await until(() => yard.releases.route('svc-1') === undefined);
  });
});

describe('stopping', () => {
  it('kills what is deaf to SIGTERM', async () => {
    const strict = await openYard(home, { times: { stopMs: 100 } });
    await ship(home, strict.releases, orderOf('deafToTerm', 'r1'));
    const port = portOf(strict.releases);
    await strict.releases.close();
    await expect(fetch(`http://127.0.0.1:${port}/`)).rejects.toThrow();
  });

  it('stops every service in good order and starts them again next time', async () => {
    await ship(home, yard.releases, orderOf('stateful', 'r1'));
    await getJson(portOf(yard.releases), '/add');
    await yard.releases.close();
    const next = await openYard(home);
    const order = orderOf('stateful', 'r1');
    await next.releases.adopt([{ service: order.service, release: 'r1', order }]);
    await until(() => typeof next.releases.route('svc-1') === 'object');
    expect(await getJson(portOf(next.releases))).toEqual({ count: 1, release: 'r1' });
    await next.releases.close();
  });

  it('makes a release again whose directory was lost', async () => {
    await mkdir(join(home.root, 'data/svc-1'), { recursive: true });
    await writeFile(join(home.root, 'data/svc-1/count'), '5');
    const order = orderOf('stateful', 'r1');
    await yard.releases.adopt([{ service: order.service, release: 'r1', order }]);
    await until(() => typeof yard.releases.route('svc-1') === 'object');
    expect(await getJson(portOf(yard.releases))).toEqual({ count: 5, release: 'r1' });
    expect(existsSync(join(home.root, 'releases/svc-1/r1/release.json'))).toBe(true);
  });
});

describe('health of what serves', () => {
  it('is said only when it changes, and measured all the time', async () => {
    await ship(home, yard.releases, orderOf('failsOnDemand', 'r1'));
    const port = portOf(yard.releases);
    await until(() => (yard.releases.figures('svc-1').uptime ?? 0) === 1);
    await fetch(`http://127.0.0.1:${port}/break`);
    expect((await seen(home, 'HealthFailed', 'r1')).reason).toContain('503');
    await fetch(`http://127.0.0.1:${port}/mend`);
    await seen(home, 'HealthPassed', 'r1');
    const health = home.events.filter(({ event }) => event.type.startsWith('Health'));
    expect(health.map(({ event }) => event.type)).toEqual(['HealthFailed', 'HealthPassed']);
    const { uptime, url } = yard.releases.figures('svc-1');
    expect(uptime).toBeGreaterThan(0);
    expect(uptime).toBeLessThan(1);
    expect(url).toBe('http://127.0.0.1:8901/svc-1');
  });

  it('blames the environment when three services fail together, and brings them back itself', async () => {
    const orders = ['a', 'b', 'c'].map((id) => orderOf('healthy', `r-${id}`, { service: { id, name: id } }));
    for (const order of orders) await ship(home, yard.releases, order);
    const answers = await Promise.all(
      orders.map(({ service }) => getJson(portOf(yard.releases, service.id))),
    );
    for (const { pid } of answers) process.kill(Number(pid), 'SIGKILL');
    for (const { release } of orders) {
      expect(await seen(home, 'HealthFailed', release)).toMatchObject({ cause: 'environment' });
      await seen(home, 'HealthPassed', release);
    }
  });
});

describe('reporting', () => {
  it('goes on until the coordinator accepts', async () => {
    let refusals = 2;
    const retried = await openYard(home, {
      report: async (service, event) => {
        if (refusals-- > 0) throw new Error('store is busy');
        home.events.push({ service, event });
      },
    });
    await ship(home, retried.releases, orderOf('healthy', 'r1'));
    expect(home.events.map(({ event }) => event.type)).toEqual([
      'ReleaseStarted',
      'ReleaseProved',
      'ReleaseSwitched',
    ]);
    await retried.releases.close();
  });
});
