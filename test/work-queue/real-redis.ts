import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import { Redis } from 'ioredis';
import { onTestFinished } from 'vitest';
import { findRedisBinary } from '../../src/embedded-redis/redis-binary.ts';
import { temporaryDirectory } from './temporary-directory.ts';

export type RealRedis = {
  readonly connection: { readonly path: string };
  readonly directory: string;
  readonly client: Redis;
  /** Resolves when it answers; `settings` are more of the server's own. */
  start(settings?: readonly string[]): Promise<void>;
  kill(): Promise<void>;
  signal(signal: NodeJS.Signals): void;
};

/** A real server of the test on a socket of its own; it can be killed and started again on the same data. */
export async function realRedis(): Promise<RealRedis> {
  const directory = await temporaryDirectory();
  const path = join(directory, 'redis.sock');
  const binary = await findRedisBinary({
    binDirectory: '/nonexistent',
    env: { PATH: process.env.PATH ?? '' },
    say: () => undefined,
  });
  let child: ChildProcess | undefined;

  const client = new Redis({ path, lazyConnect: true, retryStrategy: () => 20, maxRetriesPerRequest: null });
  client.on('error', () => undefined);

  async function start(settings: readonly string[] = []): Promise<void> {
    await rm(path, { force: true });
    const options = ['--port', '0', '--unixsocket', path, '--dir', directory, '--save', ''];
    child = spawn(binary.path, [...options, '--appendonly', 'yes', '--hz', '100', ...settings], {
      stdio: 'ignore',
    });
    await client.ping();
  }
  async function kill(): Promise<void> {
    if (!child || child.exitCode !== null || child.signalCode !== null) return;
    const gone = once(child, 'exit');
    child.kill('SIGKILL');
    await gone;
  }
  onTestFinished(async () => {
    client.disconnect();
    await kill();
  });
  await start();
  return { connection: { path }, directory, client, start, kill, signal: (signal) => child?.kill(signal) };
}
