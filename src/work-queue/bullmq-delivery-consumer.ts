import { UnrecoverableError, Worker } from 'bullmq';
import { z } from 'zod';
import type { RedisConnection } from '../embedded-redis/redis-server.port.ts';
import { faultPoint } from '../fault-points.ts';
import type { Log } from '../log.ts';
import { closeInTime } from './deadline.ts';
import { keepRunning } from './keep-running.ts';
import { sessionQueue } from './queue-names.ts';
import { defaultQueueTiming, type QueueTiming } from './queue-timing.ts';
import { consumerConnection } from './redis-clients.ts';
import type { Delivery, DeliveryConsumer } from './work-queue.port.ts';

export type DeliveryConsumerOptions = {
  readonly connection: RedisConnection;
  readonly prefix: string;
  readonly session: string;
  /** Takes a delivery in a second or two (the work runs elsewhere); when it rejects it is offered again. */
  readonly take: (delivery: Delivery) => Promise<void>;
  readonly log: Log;
  readonly timing?: Partial<QueueTiming>;
};

const delivery = z.object({ ticket: z.string(), token: z.number() });

/** Pulls the deliveries of one session, at least once each, and goes on by itself after any outage of Redis. */
export function consumeDeliveries({
  connection,
  prefix,
  session,
  take,
  log,
  ...options
}: DeliveryConsumerOptions): DeliveryConsumer {
  const timing = { ...defaultQueueTiming, ...options.timing };
  const ending = new AbortController();
  const worker = new Worker(
    sessionQueue(session),
    async (job) => {
      const { data, error } = delivery.safeParse(job.data);
      if (!data) throw new UnrecoverableError(`not a delivery: ${error.message}`);
      faultPoint('work-queue.delivery.taken');
      await take(data);
    },
    {
      connection: consumerConnection(connection, ending.signal, timing),
      prefix,
      autorun: false,
      concurrency: 4,
      drainDelay: timing.blockMs / 1_000,
      lockDuration: timing.deliveryLockMs,
      stalledInterval: timing.stalledMs,
      // A delivery kills nobody; only connections that end at the wrong moment make it stall.
      maxStalledCount: 20,
      runRetryDelay: 500,
    },
  );
  worker.on('error', (error) => log.debug({ session, err: error }, 'redis'));
  worker.on('failed', (job, error) =>
    log.warn({ session, delivery: job?.data, err: error }, 'a delivery was not taken'),
  );
  keepRunning(worker, ending.signal, { log, watchMs: timing.watchMs });
  let closing: Promise<void> | undefined;
  return {
    close() {
      ending.abort();
      closing ??= closeInTime(
        timing.closeMs,
        () => worker.close(),
        () => worker.disconnect().catch(() => undefined),
      );
      return closing;
    },
  };
}
