import { loadConfig } from '../../src/config.ts';
import { startEmbeddedRedis } from '../../src/embedded-redis/embedded-redis.ts';
import { findRedisBinary } from '../../src/embedded-redis/redis-binary.ts';
import type { RedisConnection } from '../../src/embedded-redis/redis-server.port.ts';
import type { Cleanup } from './cleanup.ts';

/** A private server as every home has one: unix socket, AOF every second. */
export async function ownRedis(cleanup: Cleanup): Promise<RedisConnection> {
  const home = await cleanup.directory();
  const env = loadConfig().childEnv;
  const say = () => undefined;
  const server = await startEmbeddedRedis({
    home,
    runtimeDirectory: home,
    binary: await findRedisBinary({ binDirectory: home, env, say }),
    path: env.PATH ?? '',
    say,
  });
  cleanup.add(() => server.close());
  return server.connection;
}
