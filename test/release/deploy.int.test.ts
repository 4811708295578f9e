import { access, mkdir, readdir, stat, writeFile } from 'node:fs/promises';
import { basename, join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { realClock } from '../../src/coordinator/real-clock.ts';
import {
  createHome,
  getJson,
  type Home,
  openYard,
  orderOf,
  portOf,
  seen,
  ship,
  until,
  type Yard,
} from './bench-yard.ts';
import type { ServiceKind } from './services.ts';

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

describe('deploying', () => {
  it('starts a candidate, proves it and reports the version of its package', async () => {
    await yard.releases.deploy(orderOf('healthy', 'r1'));
    await seen(home, 'ReleaseStarted', 'r1');
    expect(await seen(home, 'ReleaseProved', 'r1')).toMatchObject({ version: '1.4.0' });
    expect(yard.releases.route('svc-1')).toBeUndefined();
  });

  it('blames nobody for a release that was killed from outside', async () => {
    await yard.releases.deploy(orderOf('killed', 'r1'));
    expect(await seen(home, 'ReleaseFailed', 'r1')).toMatchObject({ fault: 'environment' });
  });

  it('gives a release its time to start again where the machine slept meanwhile', async () => {
    let slept = 0;
    const sleeping = {
      ...realClock,
      monotonic: () => realClock.monotonic() + slept,
      after: (ms: number, callback: () => void) => {
        // The first wait of all is one that the machine sleeps through.
        slept = 60_000;
        return realClock.after(ms, callback);
      },
    };
    const other = await openYard(home, { clock: sleeping });
    slept = 0;
    await other.releases.deploy(orderOf('slowToStart', 'r1'));
    await seen(home, 'ReleaseProved', 'r1');
    await other.releases.close();
  });

  it('keeps the release read-only beside a note of what it is', async () => {
    await yard.releases.deploy(orderOf('healthy', 'r1'));
    await seen(home, 'ReleaseProved', 'r1');
    const root = join(home.root, 'releases/svc-1/r1');
    expect((await stat(join(root, 'app/main.js'))).mode & 0o222).toBe(0);
    // Whoever owns the home can still remove it with everything in it.
    expect((await stat(join(root, 'app'))).mode & 0o200).toBe(0o200);
    await access(join(root, 'release.json'));
  });

  it('gives a candidate a copy of the data', async () => {
    await mkdir(join(home.root, 'data/svc-1'), { recursive: true });
    await writeFile(join(home.root, 'data/svc-1/count'), '41');
    await yard.releases.deploy(orderOf('stateful', 'r1'));
    await seen(home, 'ReleaseProved', 'r1');
    const copy = join(home.root, 'releases/svc-1/r1/proving-data');
    expect(await readdir(copy)).toEqual(['count']);
  });

  it('serves after the switch, with its own environment and nothing of ours', async () => {
    await yard.secrets.set('svc-1', 'SECRET_KEY', 'open sesame');
    const order = orderOf('healthy', 'r1', { secrets: ['SECRET_KEY'], services: ['user-api'] });
    await ship(home, yard.releases, order);
    const answer = await getJson(portOf(yard.releases));
    expect(answer).toMatchObject({
      release: 'r1',
      env: {
        SECRET_KEY: 'open sesame',
        HOST: '127.0.0.1',
        DATA_DIR: join(home.root, 'data/svc-1'),
        USER_API_URL: 'http://127.0.0.1:8901/user-api',
        PORT: String(portOf(yard.releases)),
      },
    });
    expect(answer.env).not.toHaveProperty('VITEST');
  });

  it('reports the same again when asked again', async () => {
    const order = orderOf('healthy', 'r1');
    await ship(home, yard.releases, order);
    await yard.releases.deploy(order);
    await seen(home, 'ReleaseProved', 'r1', 2);
    await yard.releases.switchTo('svc-1', 'r1', null);
    await seen(home, 'ReleaseSwitched', 'r1', 2);
  });

  it('is under way until it is reported', async () => {
    await yard.releases.deploy(orderOf('healthy', 'r1'));
    expect(yard.releases.underway('svc-1', 'r1')).toBe(true);
    await seen(home, 'ReleaseProved', 'r1');
    await until(() => !yard.releases.underway('svc-1', 'r1'));
  });

  it('removes a discarded candidate and its port', async () => {
    await yard.releases.deploy(orderOf('healthy', 'r1'));
    await seen(home, 'ReleaseProved', 'r1');
    await yard.releases.discard('svc-1', 'r1');
    await until(() => !yard.releases.underway('svc-1', 'r1'));
    expect(await readdir(join(home.root, 'releases/svc-1'))).toEqual([]);
  });

  it('calls off a deploy that is discarded, without a word', async () => {
    await yard.releases.deploy(orderOf('unhealthy', 'r1'));
    await seen(home, 'ReleaseStarted', 'r1');
    await yard.releases.discard('svc-1', 'r1');
    await until(() => !yard.releases.underway('svc-1', 'r1'));
    expect(home.events.map(({ event }) => event.type)).toEqual(['ReleaseStarted']);
  });
});

describe('a release that cannot be proved', () => {
  const failures: [ServiceKind, 'work' | 'environment', RegExp][] = [
    ['crashing', 'work', /exited with code 3/],
    ['busyPort', 'environment', /exited with code 1/],
    ['fixedPort', 'work', /exited with code 1/],
  ];
  it.each(failures)('%s is a failure of the %s', async (kind, fault, reason) => {
    await yard.releases.deploy(orderOf(kind, 'r1'));
    const failed = await seen(home, 'ReleaseFailed', 'r1');
    expect(failed).toMatchObject({ fault, reason: expect.stringMatching(reason) });
  });

  const answers: [ServiceKind, RegExp][] = [
    ['unhealthy', /answered 500/],
    ['noContent', /answered 204/],
    ['redirecting', /answered 302/],
    ['endless', /more than 64 KB/],
  ];
  it.each(answers)('%s is refused by what /health answers', async (kind, reason) => {
    const impatient = await openYard(home, { times: { startMs: 300, stopMs: 5_000 } });
    await impatient.releases.deploy(orderOf(kind, 'r1'));
    const failed = await seen(home, 'ReleaseFailed', 'r1');
    expect(failed).toMatchObject({ fault: 'work', reason: expect.stringMatching(reason) });
    await impatient.releases.close();
  });

  it('reports the end of its log without secrets', async () => {
    await yard.secrets.set('svc-1', 'SECRET_KEY', 'open sesame');
    await yard.releases.deploy(orderOf('crashing', 'r1'));
    const { log } = await seen(home, 'ReleaseFailed', 'r1');
    expect(log).toContain('cannot read config: [secret]');
    expect(log).not.toContain('sesame');
  });

  it('names the secret that is missing and how to set it', async () => {
    await yard.releases.deploy(orderOf('healthy', 'r1', { secrets: ['API_KEY'] }));
    const failed = await seen(home, 'ReleaseFailed', 'r1');
    expect(failed).toMatchObject({ fault: 'secret' });
    expect(failed.reason).toContain('andon env quotes API_KEY=');
  });

  it('is refused without a passing record for that very commit', async () => {
    await yard.releases.deploy(orderOf('healthy', 'r1', { record: 'record-of-another' }));
    const failed = await seen(home, 'ReleaseFailed', 'r1');
    expect(failed.reason).toContain('no passing record for healthy');
  });

  it('blames the machine for an interpreter that is not there', async () => {
    const bare = await openYard(home, {
      stackOf: async () => ({ start: ['no-such-interpreter', 'main'], env: {} }),
    });
    await bare.releases.deploy(orderOf('healthy', 'r1'));
    expect(await seen(home, 'ReleaseFailed', 'r1')).toMatchObject({ fault: 'environment' });
    await bare.releases.close();
  });

  it('runs the install phase first and fails when that does', async () => {
    const installing = await openYard(home, {
      install: async ({ app, service }) => ({
        ok: false,
        fault: 'work',
        reason: `no such package for ${service} in ${basename(app)}`,
        runs: [],
      }),
    });
    await installing.releases.deploy(orderOf('healthy', 'r1'));
    const failed = await seen(home, 'ReleaseFailed', 'r1');
    expect(failed).toMatchObject({
      fault: 'work',
      log: expect.stringContaining('no such package for svc-1 in app'),
    });
    await installing.releases.close();
  });
});
