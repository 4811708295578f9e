import { Redis } from 'ioredis';
import type { RedisConnection } from '../embedded-redis/redis-server.port.ts';
import type { QueueTiming } from './queue-timing.ts';
import { isRefusedWrite } from './refusal.ts';

function retryDelay(times: number, timing: QueueTiming): number {
  return Math.min(times * 50, timing.retryCapMs);
}

/** A client for calls that must fail fast: nothing is queued while the server is away. */
export function producerClient(connection: RedisConnection, timing: QueueTiming): Redis {
  const options = {
    connectTimeout: timing.connectMs,
    keepAlive: timing.keepAliveMs,
    // Also ends a connection that was accepted and never answered the first question.
    socketTimeout: timing.producerSocketMs,
    maxLoadingRetryTime: timing.loadingMs,
    enableOfflineQueue: false,
    maxRetriesPerRequest: 1,
    retryStrategy: (times: number) => retryDelay(times, timing),
  };
  return 'path' in connection ? new Redis({ ...options, ...connection }) : new Redis(connection.url, options);
}

/**
 * Settings for BullMQ's own consuming clients, which wait for the server for as long as it takes, until `closing`
 * aborts: a client that has never connected could not be ended in any other way. A server that refuses to write is
 * left and asked again a while later, at the address of the URL, where another one may have taken over: BullMQ itself
 * would ask again at once, thousands of times a second.
 */
export function consumerConnection(connection: RedisConnection, closing: AbortSignal, timing: QueueTiming) {
  let refused = false;
  return {
    ...connection,
    connectTimeout: timing.connectMs,
    keepAlive: timing.keepAliveMs,
    socketTimeout: timing.consumerSocketMs,
    maxLoadingRetryTime: timing.loadingMs,
    maxRetriesPerRequest: null,
    reconnectOnError: (error: Error) => {
      refused = isRefusedWrite(error);
      return refused;
    },
    retryStrategy: (times: number) => {
      if (closing.aborted) return null;
      const after = refused ? timing.refusedMs : retryDelay(times, timing);
      refused = false;
      return after;
    },
  };
}
