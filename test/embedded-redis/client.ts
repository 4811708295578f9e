import { Redis } from 'ioredis';
import { onTestFinished } from 'vitest';
import { identify } from '../../src/embedded-redis/process-identity.ts';
import type { RedisServer } from '../../src/embedded-redis/redis-server.port.ts';

/** A client of the test; it reconnects by itself and is gone when the test ends. */
export function clientOf({ connection }: Pick<RedisServer, 'connection'>): Redis {
  const client =
    'path' in connection
      ? new Redis({ path: connection.path, retryStrategy: () => 50 })
      : new Redis(connection.url, { retryStrategy: () => 50 });
  client.on('error', () => undefined);
  onTestFinished(() => client.disconnect());
  return client;
}

export async function pidOf(client: Redis): Promise<number> {
  return Number(/process_id:(\d+)/.exec(await client.info('server'))?.[1]);
}

/** False also for the remains of a process nobody has reaped. */
export async function isRunning(pid: number): Promise<boolean> {
  return (await identify(pid)) !== undefined;
}
