import { join } from 'node:path';
import { onTestFinished } from 'vitest';
import { startEmbeddedRedis } from '../../src/embedded-redis/embedded-redis.ts';
import { findRedisBinary, type RedisBinary } from '../../src/embedded-redis/redis-binary.ts';
import type { RedisServer } from '../../src/embedded-redis/redis-server.port.ts';
import { temporaryDirectory } from './temporary-directory.ts';

export const searchPath = process.env.PATH ?? '';

export function installedRedis(): Promise<RedisBinary> {
  return findRedisBinary({ binDirectory: '/nonexistent', env: { PATH: searchPath }, say: () => {} });
}

export type Started = { readonly server: RedisServer; readonly said: string[]; readonly home: string };

/** Starts the private server of a home (a fresh one unless named) and stops it with the test. */
export async function startRedis(options: { home?: string; binary?: RedisBinary } = {}): Promise<Started> {
  const home = options.home ?? (await temporaryDirectory());
  const said: string[] = [];
  const server = await startEmbeddedRedis({
    home,
    runtimeDirectory: join(home, '..'),
    binary: options.binary ?? (await installedRedis()),
    path: searchPath,
    say: (line) => said.push(line),
  });
  onTestFinished(() => server.close());
  return { server, said, home };
}
