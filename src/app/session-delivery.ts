import type { RegisterResponse } from '../contracts/sessions.ts';
import type { RedisConnection } from '../embedded-redis/redis-server.port.ts';
import { sessionQueue } from '../work-queue/queue-names.ts';
import type { RedisAccess } from '../work-queue/redis-access.port.ts';

type Delivery = RegisterResponse['delivery'];

/** Where a session's worker finds its queue, as its own user of Redis; nothing of Redis where it could not reach it. */
export function sessionDelivery(options: {
  access: RedisAccess;
  connection: RedisConnection;
  prefix: string;
}): (session: string, origin: { local: boolean; registration: string }) => Promise<Delivery> {
  const { access, connection, prefix } = options;
  return async (session, { local, registration }) => {
    const place = reachable(connection, local);
    const credentials = place && (await access.grant({ session, registration }));
    return { prefix, queue: sessionQueue(session), redis: credentials ? { ...place, ...credentials } : {} };
  };
}

/** The server as that session would reach it, without anybody's password; undefined where it cannot. */
export function reachable(
  connection: RedisConnection,
  local: boolean,
): { path?: string; url?: string } | undefined {
  if ('path' in connection) return local ? { path: connection.path } : undefined;
  const url = new URL(connection.url);
  url.username = '';
  url.password = '';
  // A worker elsewhere has a way of its own to this Redis (`ANDON_WORKER_REDIS_URL`), or none.
  const here = ['localhost', '127.0.0.1', '[::1]'].includes(url.hostname);
  return here && !local ? {} : { url: url.href };
}
