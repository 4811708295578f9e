import { onTestFinished } from 'vitest';
import type { RedisConnection } from '../../src/embedded-redis/redis-server.port.ts';
import { silentLog } from '../../src/log.ts';
import { consumeDeliveries } from '../../src/work-queue/bullmq-delivery-consumer.ts';
import { consumeVerifications } from '../../src/work-queue/bullmq-verification-consumer.ts';
import { createBullMqWorkQueue } from '../../src/work-queue/bullmq-work-queue.ts';
import type { QueueTiming } from '../../src/work-queue/queue-timing.ts';
import { type RealRedis, realRedis } from './real-redis.ts';
import type { Harness } from './work-queue.contract.ts';

/** The product's times with the same proportions, for tests that wait for them. */
export const quick = {
  refusedMs: 50,
  loadingMs: 50,
  blockMs: 200,
  consumerSocketMs: 1_000,
  producerSocketMs: 1_000,
  deliveryLockMs: 1_000,
  verificationLockMs: 1_000,
  stalledMs: 200,
  beatMs: 200,
  answerMs: 500,
  sweepMs: 200,
  watchMs: 200,
  tidyMs: 300,
} satisfies Partial<QueueTiming>;

export type Opened = Harness & { readonly redis: RealRedis };

/** The work queue and its consumers on a real server, closed with the test; `through` is another way to the server. */
export async function openQueue(
  options: { redis?: RealRedis; through?: RedisConnection; timing?: Partial<QueueTiming> } = {},
): Promise<Opened> {
  const redis = options.redis ?? (await realRedis());
  const shared = {
    connection: options.through ?? redis.connection,
    prefix: 'andon-test',
    log: silentLog,
    ...(options.timing ? { timing: options.timing } : {}),
  };
  const queue = createBullMqWorkQueue(shared);
  const parts: { close(): Promise<void> }[] = [queue];
  // Before the server goes: hooks of a finished test run in the order opposite to their registration.
  onTestFinished(async () => {
    await Promise.all(parts.map((part) => part.close()));
  });
  const opened = <T extends { close(): Promise<void> }>(part: T): T => {
    parts.push(part);
    return part;
  };
  return {
    redis,
    queue,
    consumeDeliveries: (session, take) => opened(consumeDeliveries({ ...shared, session, take })),
    consumeVerifications: (verifier, concurrency) =>
      opened(consumeVerifications({ ...shared, name: 'home', verifier, concurrency })),
    flush: async () => {
      await redis.client.flushall();
    },
  };
}
