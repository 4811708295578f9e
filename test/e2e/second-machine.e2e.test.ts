import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { dirname, join, resolve } from 'node:path';
import { Redis } from 'ioredis';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { z } from 'zod';
import { Line } from './support/line.ts';
import { hasEnded, type Started, start } from './support/processes.ts';
import { hasNamespaces, type SecondMachine, secondMachine } from './support/second-machine.ts';

const entry = resolve(import.meta.dirname, '..', '..', 'dist', 'src', 'main.js');
const farBuilder = join(import.meta.dirname, 'fixtures', 'far-builder.mjs');
const password = 'of-the-operator-alone';

async function freePort(address: string): Promise<number> {
  const server = createServer().listen(0, address);
  await new Promise((resolve) => server.once('listening', resolve));
  const found = server.address();
  await new Promise((resolve) => server.close(resolve));
  return typeof found === 'object' && found ? found.port : 0;
}

const title = `a second machine (${hasNamespaces ? 'a network namespace of its own' : 'behind a proxy, since only root may make network namespaces'})`;

describe(title, { timeout: 240_000 }, () => {
  let machine: SecondMachine;
  let line: Line;
  let place: string;
  let far: Started | undefined;
  let redis: { server: Started; client: Redis; port: number } | undefined;

  beforeEach(() => {
    machine = secondMachine();
    place = mkdtempSync(join(tmpdir(), 'andon-far-'));
    mkdirSync(join(place, 'gates'));
  });
  afterEach(async () => {
    await far?.kill();
    const left = await line.close();
    redis?.client.disconnect();
    await redis?.server.stop();
    [far, redis] = [undefined, undefined];
    await machine.close();
    rmSync(place, { recursive: true, force: true });
    expect(left).toEqual([]);
  });

  const startRedis = async () => {
    const port = await freePort(machine.address);
    const server = start(
      [
        ...['redis-server', '--bind', machine.address, '--port', String(port), '--dir', place, '--save', ''],
        ...['--requirepass', password, '--maxmemory-policy', 'noeviction'],
      ],
      { cwd: place, env: { PATH: process.env.PATH ?? '' } },
    );
    const client = new Redis({ host: machine.address, port, password, retryStrategy: () => 50 });
    client.on('error', () => undefined);
    redis = { server, client, port };
    return redis;
  };

  /** One command there, with what `andon invite` printed here. */
  const joins = async (env: Record<string, string> = {}): Promise<Started> => {
    const invited = await line.andon('invite', '--name', 'far', '--json');
    const { join: link } = z.object({ join: z.string() }).parse(JSON.parse(invited.said));
    const address = new URL(link);
    address.port = String(await machine.port(Number(address.port)));
    far = start(
      machine.on([
        ...[process.execPath, entry, '--home', join(place, 'home')],
        ...['worker', '--join', address.href, '--agent', 'command'],
        ...['--readable', dirname(farBuilder), '--writable', join(place, 'gates')],
        ...['--', process.execPath, farBuilder, join(place, 'gates')],
      ]),
      { cwd: place, env: { PATH: process.env.PATH ?? '', HOME: place, TMPDIR: place, ...env } },
    );
    const worker = far;
    await line.until('the second machine has joined', async () => {
      if (hasEnded(worker)) throw new Error(worker.said());
      const { sessions } = z
        .object({ sessions: z.array(z.object({ name: z.string(), state: z.string() })) })
        .parse(await line.ask('/api/sessions'));
      return sessions.some(({ name, state }) => name === 'far' && state === 'idle');
    });
    return far;
  };

  const submissionsOf = (): string[] =>
    readdirSync(join(line.home, 'git')).flatMap((repository) =>
      execFileSync('git', ['-C', join(line.home, 'git', repository), 'for-each-ref', 'refs/submissions'], {
        encoding: 'utf8',
      })
        .split('\n')
        .filter(Boolean),
    );
  const everyFileOf = (directory: string): string[] =>
    readdirSync(directory, { recursive: true, encoding: 'utf8' });

  /** It pulls a build, its cable is cut in mid-work, another ships it, and what it hands in later is refused. */
  const isCutOff = async (worker: Started) => {
    writeFileSync(join(place, 'gates', 'away.hold'), '');
    line.saveSpec('away');
    await line.reaches(
      'away',
      'is built far away',
      (view) => view.state === 'build.working' && view.session === 'far',
    );
    await line.until('its agent works', () => everyFileOf(join(place, 'gates')).includes('builds.jsonl'));
    machine.plugOut();
    await line.worker('near');
    await line.shipped('away');
    expect(line.builds('away').map(({ what, kind }) => `${kind} ${what}`)).toContain('build finished');
    rmSync(join(place, 'gates', 'away.hold'));
    await line.until('what it made is kept to be handed in', () =>
      everyFileOf(place).some((path) => /pending\/[^/]+\.json$/.test(path)),
    );
    expect(everyFileOf(place).some((path) => path.endsWith('from-afar.txt'))).toBe(true);
    machine.plugIn();
    await line.until('its late work is refused', () => /not wanted|dropping/i.test(worker.said()), 120_000);
    const shipped = await line.service('away');
    expect([shipped.state, shipped.live.health, shipped.change]).toEqual(['shipped', 'healthy', 1]);
    expect((await line.events('away')).filter(({ type }) => type === 'TicketSubmitted')).not.toContainEqual(
      expect.objectContaining({ session: 'far' }),
    );
    // One submission, the other one's; and nothing that bears the far machine's mark.
    expect(submissionsOf()).toHaveLength(line.kindsBuilt('away').length);
    for (const directory of [line.services, join(line.home, 'releases')])
      expect(everyFileOf(directory).filter((path) => path.includes('from-afar'))).toEqual([]);
  };

  it('joins over HTTP with one command, is cut off in mid-work, and leaves no trace in what ships', async () => {
    line = new Line();
    line.env.ANDON_HOST = machine.address;
    await line.up();
    const worker = await joins();
    await isCutOff(worker);
    expect(worker.said()).not.toMatch(/EACCES|NOPERM/);
    expect((await line.call('away', '/health')).status).toBe(200);
    const read = await fetch(
      new URL('/api/services', JSON.parse((await line.andon('invite', '--json')).said).join),
    );
    expect(read.status).toBe(hasNamespaces ? 401 : 200);
  });

  it('joins over Redis as a user of its own, is cut off, and loses that user when it is kicked', async () => {
    const { client, port } = await startRedis();
    line = new Line({ redisUrl: `redis://:${password}@${machine.address}:${port}` });
    line.env.ANDON_HOST = machine.address;
    await line.up();
    const own = hasNamespaces
      ? {}
      : { ANDON_WORKER_REDIS_URL: `redis://127.0.0.1:${await machine.port(port)}` };
    const worker = await joins(own);
    const users = async (): Promise<string[]> => z.array(z.string()).parse(await client.call('ACL', 'USERS'));
    const connected = async () =>
      /user=andon-\S+-session-far\b/.test(String(await client.call('CLIENT', 'LIST')));
    await line.until('it pulls from Redis as itself', connected);
    await isCutOff(worker);
    await line.until('it pulls from Redis again', connected);
    expect(await users()).toContainEqual(expect.stringContaining('session-far'));
    expect((await line.andon('kick', 'far', '--reason', 'the test is over')).code).toBe(0);
    await line.until('its user is gone', async () => !(await users()).some((name) => name.includes('far')));
    expect(await connected()).toBe(false);
    // Refused at once, and not let in again: it gives up by itself.
    await line.until('its worker has ended', () => hasEnded(worker));
    expect(worker.said()).toContain('the test is over');
    expect(worker.said()).not.toContain(password);
  });
});
