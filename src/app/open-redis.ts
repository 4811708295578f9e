import type { Config } from '../config.ts';
import { startEmbeddedRedis } from '../embedded-redis/embedded-redis.ts';
import { openExternalRedis } from '../embedded-redis/external-redis.ts';
import { findRedisBinary } from '../embedded-redis/redis-binary.ts';
import type { RedisServer } from '../embedded-redis/redis-server.port.ts';
import type { HomeDirectories } from './home-directories.ts';

/** The Redis of this home: the one named by `REDIS_URL`, else a private server of its own. */
export async function openRedis(options: {
  config: Config;
  directories: HomeDirectories;
  say: (line: string) => void;
}): Promise<RedisServer> {
  const { config, directories, say } = options;
  if (config.redisUrl !== undefined) return openExternalRedis({ url: config.redisUrl, say });
  const binary = await findRedisBinary({ binDirectory: directories.bin, env: config.childEnv, say });
  return startEmbeddedRedis({
    home: directories.home,
    runtimeDirectory: config.runtimeDir ?? directories.shortTemp,
    binary,
    path: config.childEnv.PATH ?? '',
    say,
  });
}
