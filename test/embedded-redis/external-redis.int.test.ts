import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { createServer } from 'node:net';
import { describe, expect, it, onTestFinished } from 'vitest';
import { openExternalRedis } from '../../src/embedded-redis/external-redis.ts';
import { clientOf } from './client.ts';
import { installedRedis } from './start-redis.ts';
import { temporaryDirectory } from './temporary-directory.ts';

const patience = { timeout: 20_000, interval: 20 };

async function freePort(): Promise<number> {
  const probe = createServer().listen(0, '127.0.0.1');
  await once(probe, 'listening');
  const address = probe.address();
  probe.close();
  await once(probe, 'close');
  return typeof address === 'object' && address ? address.port : 0;
}

/** A Redis somebody else runs, on a port. */
async function runRedis(port: number, settings: readonly string[] = []): Promise<ChildProcess> {
  const { path } = await installedRedis();
  const directory = await temporaryDirectory();
  const child = spawn(path, ['--port', String(port), '--dir', directory, '--save', '', ...settings], {
    stdio: 'ignore',
  });
  onTestFinished(async () => {
    if (child.exitCode !== null || child.signalCode !== null) return;
    child.kill('SIGKILL');
    await once(child, 'exit');
  });
  const client = clientOf({ connection: { url: `redis://127.0.0.1:${port}` } });
  await client.ping();
  client.disconnect();
  return child;
}

async function use(port: number) {
  const said: string[] = [];
  const server = await openExternalRedis({
    url: `redis://127.0.0.1:${port}`,
    say: (line) => said.push(line),
    lookMs: 100,
  });
  onTestFinished(() => server.close());
  return { server, said };
}

describe('a Redis of REDIS_URL', () => {
  it('is used when it fits, and reported down and up', async () => {
    const port = await freePort();
    const child = await runRedis(port, ['--appendonly', 'yes']);
    const { server, said } = await use(port);
    expect(server.up).toBe(true);
    expect(server.problem).toBeUndefined();
    expect(said).toEqual([]);
    child.kill('SIGKILL');
    await expect.poll(() => server.up, patience).toBe(false);
    await runRedis(port);
    await expect.poll(() => server.up, patience).toBe(true);
  });

  it('is waited for when it is away', async () => {
    const port = await freePort();
    const { server, said } = await use(port);
    expect(server.up).toBe(false);
    expect(said.join()).toContain('cannot be reached');
    await runRedis(port);
    await expect.poll(() => server.up, patience).toBe(true);
  });

  it('is refused when it throws keys away', async () => {
    const port = await freePort();
    await runRedis(port, ['--maxmemory-policy', 'allkeys-lru']);
    await expect(use(port)).rejects.toMatchObject({
      code: 'CONFIG_INVALID',
      details: { problems: [expect.stringContaining('noeviction')] },
    });
  });

  it('is waited for when it takes no writes now, and says so', async () => {
    const port = await freePort();
    await runRedis(port, ['--min-replicas-to-write', '1']);
    const { server, said } = await use(port);
    expect(server.problem).toContain('write failed');
    expect(said.join()).toContain('write failed');
    await clientOf(server).config('SET', 'min-replicas-to-write', '0');
    await expect.poll(() => server.problem, patience).toBeUndefined();
  });

  it('says once that it keeps nothing over a restart', async () => {
    const port = await freePort();
    await runRedis(port);
    const { server, said } = await use(port);
    expect(said).toEqual([expect.stringContaining('appendonly no')]);
    expect(server.problem).toBeUndefined();
  });

  it('says what changes while it runs, and that it is over', async () => {
    const port = await freePort();
    await runRedis(port, ['--appendonly', 'yes']);
    const { server, said } = await use(port);
    const client = clientOf(server);
    const heard: (string | undefined)[] = [];
    server.onProblem(() => heard.push(server.problem));

    await client.config('SET', 'maxmemory-policy', 'allkeys-lru');
    await expect.poll(() => heard.at(-1), patience).toContain('allkeys-lru');
    await client.config('SET', 'maxmemory-policy', 'noeviction');
    await expect.poll(() => heard.length, patience).toBe(2);
    await client.replicaof('127.0.0.1', 1);
    await expect.poll(() => server.problem, patience).toContain('READONLY');
    await client.replicaof('NO', 'ONE');
    await expect.poll(() => server.problem, patience).toBeUndefined();
    await client.config('SET', 'maxmemory', '1mb');
    await expect.poll(() => server.problem, patience).toMatch(/% of its maxmemory.*OOM/);
    await client.config('SET', 'maxmemory', '0');
    await expect.poll(() => server.problem, patience).toBeUndefined();
    expect(said).toHaveLength(3);
    expect(server.up).toBe(true);
  });

  it('is waited for when it accepts and never answers', async () => {
    const silent = createServer(() => undefined).listen(0, '127.0.0.1');
    await once(silent, 'listening');
    const address = silent.address();
    const port = typeof address === 'object' && address ? address.port : 0;
    onTestFinished(() => void silent.close());
    const { server } = await use(port);
    expect(server.up).toBe(false);
    expect(server.problem).toContain('cannot be reached');
  });

  it('is waited for when it does not let us in, and says why', async () => {
    const port = await freePort();
    const { path } = await installedRedis();
    const child = spawn(path, ['--port', String(port), '--save', '', '--requirepass', 'secret'], {
      cwd: await temporaryDirectory(),
      stdio: 'ignore',
    });
    onTestFinished(async () => {
      child.kill('SIGKILL');
      await once(child, 'exit');
    });
    const inside = clientOf({ connection: { url: `redis://:secret@127.0.0.1:${port}` } });
    await inside.ping();
    const { server } = await use(port);
    expect(server.problem).toContain('NOAUTH');
    await inside.config('SET', 'requirepass', '');
    await expect.poll(() => server.problem, patience).toBeUndefined();
    expect(server.up).toBe(true);
  });

  it('is refused when the URL is none', async () => {
    await expect(openExternalRedis({ url: 'localhost:6379', say: () => {} })).rejects.toMatchObject({
      code: 'CONFIG_INVALID',
    });
  });
});
