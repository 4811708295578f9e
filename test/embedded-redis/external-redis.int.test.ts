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
  });
  onTestFinished(() => server.close());
  return { server, said };
}

describe('a Redis of REDIS_URL', () => {
  it('is used when it fits, and reported down and up', async () => {
    const port = await freePort();
    const child = await runRedis(port);
    const { server, said } = await use(port);
    expect(server.up).toBe(true);
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

  it('is refused when it throws keys away or cannot be written', async () => {
    const port = await freePort();
    await runRedis(port, ['--maxmemory-policy', 'allkeys-lru', '--min-replicas-to-write', '1']);
    await expect(use(port)).rejects.toMatchObject({
      code: 'CONFIG_INVALID',
      details: { problems: [expect.stringContaining('noeviction'), expect.stringContaining('write failed')] },
    });
  });

  it('is refused when the URL is none', async () => {
    await expect(openExternalRedis({ url: 'localhost:6379', say: () => {} })).rejects.toMatchObject({
      code: 'CONFIG_INVALID',
    });
  });
});
