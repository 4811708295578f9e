import { Redis } from 'ioredis';
import type { RedisConnection } from '../embedded-redis/redis-server.port.ts';

const CONNECT_MS = 2_000;
const RETRY_CAP_MS = 2_000;
const KEEP_ALIVE_MS = 10_000;
/** Longer than any blocking read, so that only a dead connection is this quiet. */
const SOCKET_MS = 20_000;

/** Reconnects soon, and for ever; ioredis' own cap of 20 s would leave a line standing after a short outage. */
function retryDelay(times: number): number {
  return Math.min(times * 50, RETRY_CAP_MS);
}

/** A client for calls that must fail fast: nothing is queued while the server is away. */
export function producerClient(connection: RedisConnection): Redis {
  const options = {
    connectTimeout: CONNECT_MS,
    keepAlive: KEEP_ALIVE_MS,
    enableOfflineQueue: false,
    maxRetriesPerRequest: 1,
    retryStrategy: retryDelay,
  };
  return 'path' in connection
    ? new Redis({ ...options, path: connection.path })
    : new Redis(connection.url, options);
}

/**
 * Settings for BullMQ's own consuming clients, which wait for the server for as long as it takes, until `closing`
 * aborts: a client that has never connected could not be ended in any other way.
 */
export function consumerConnection(connection: RedisConnection, closing: AbortSignal) {
  return {
    ...connection,
    connectTimeout: CONNECT_MS,
    keepAlive: KEEP_ALIVE_MS,
    socketTimeout: SOCKET_MS,
    maxRetriesPerRequest: null,
    retryStrategy: (times: number) => (closing.aborted ? null : retryDelay(times)),
  };
}
