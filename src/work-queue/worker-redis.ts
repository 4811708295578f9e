import type { RegisterResponse } from '../contracts/sessions.ts';
import type { RedisConnection } from '../embedded-redis/redis-server.port.ts';

/**
 * The Redis a worker pulls from: as the coordinator names it, or at the address the worker's own machine knows (`own`),
 * in either case as the user the session was given, unless `own` names another. Undefined where there is none for it.
 */
export function workerRedis(
  redis: RegisterResponse['delivery']['redis'],
  own: string | undefined,
): RedisConnection | undefined {
  const { path, username, password } = redis;
  const url = own ?? redis.url;
  const user = username === undefined || password === undefined ? {} : { username, password };
  if (url === undefined) return path === undefined ? undefined : { path, ...user };
  const address = new URL(url);
  if (address.username === '' && address.password === '') {
    address.username = username ?? '';
    address.password = password ?? '';
  }
  return { url: address.href };
}
