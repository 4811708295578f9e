import { mkdtempSync, rmSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Redis } from 'ioredis';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { Line } from './support/line.ts';
import { type Started, start } from './support/processes.ts';
import { shippedOnce } from './support/shipped-once.ts';

async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1');
  await new Promise((resolve) => server.once('listening', resolve));
  const address = server.address();
  await new Promise((resolve) => server.close(resolve));
  return typeof address === 'object' && address ? address.port : 0;
}

describe('with a Redis of the user', { timeout: 180_000 }, () => {
  const directory = mkdtempSync(join(tmpdir(), 'andon-redis-'));
  let port: number;
  let redis: Started | undefined;
  let line: Line;
  const startRedis = () => {
    redis = start(
      [
        'redis-server',
        '--port',
        String(port),
        '--bind',
        '127.0.0.1',
        '--dir',
        directory,
        '--save',
        '',
        '--maxmemory-policy',
        'noeviction',
      ],
      { cwd: directory, env: { PATH: process.env.PATH ?? '' } },
    );
  };
  beforeAll(async () => {
    port = await freePort();
    line = new Line({ redisUrl: `redis://127.0.0.1:${port}` });
  });
  afterAll(async () => {
    const left = await line.close();
    await redis?.stop();
    rmSync(directory, { recursive: true, force: true });
    expect(left).toEqual([]);
  });

  it('shows the board and says so while that Redis is down, and works once it is there', async () => {
    line.saveSpec('early');
    const andon = await line.up();
    await line.reaches('early', 'is on the board', ({ state }) => state.startsWith('build.'));
    expect(await line.line()).toMatchObject({ redis: 'down' });
    expect(await line.ready()).toMatchObject({ ok: false, checks: { redis: 'down' } });
    await line.worker('bob');
    startRedis();
    await line.until('Redis is up', async () => (await line.line()).redis === 'up');
    await line.shipped('early');
    await shippedOnce(line, 'early');
    expect(andon.said()).toContain('Redis');
  });

  it('goes on by itself when that Redis goes away with everything in it, and comes back', async () => {
    line.hold('late');
    line.saveSpec('late');
    await line.reaches('late', 'is being built', ({ state }) => state === 'build.working');
    await redis?.kill();
    await line.until('the board says so', async () => (await line.line()).redis === 'down');
    expect((await line.call('early')).status).toBe(200);
    line.letGo('late');
    await line.reaches('late', 'is handed in', ({ state }) => state === 'build.verifying');
    startRedis();
    await line.shipped('late');
    await shippedOnce(line, 'late');
  });

  it('says why when that Redis takes no writes, and goes on when it does again', async () => {
    const client = new Redis(port, '127.0.0.1');
    try {
      await client.replicaof('127.0.0.1', 1);
      await line.until('the board says why', async () => {
        const { redis: state, redisProblem } = await line.line();
        return state === 'down' && /READONLY|read-only/.test(redisProblem ?? '');
      });
      line.saveSpec('last');
      await line.reaches('last', 'is on the board', ({ state }) => state.startsWith('build.'));
      await client.replicaof('NO', 'ONE');
    } finally {
      client.disconnect();
    }
    await line.shipped('last');
    await shippedOnce(line, 'last');
    // What a Redis is like is looked at every now and then.
    await line.until('the board says that all is well', async () => {
      const { redis: state, redisProblem } = await line.line();
      return state === 'up' && redisProblem === null;
    });
  });
});
