import { type ConnectionOptions, Queue, QueueEvents } from 'bullmq';
import type { RedisConnection } from '../embedded-redis/redis-server.port.ts';
import { faultPoint } from '../fault-points.ts';
import type { Log } from '../log.ts';
import type { VerificationProgress } from '../verification/verification.port.ts';
import { closeInTime, withinDeadline } from './deadline.ts';
import { deliveryKind, putJob, stateOf, verificationKind } from './put-job.ts';
import {
  deliveryJobId,
  SESSION_QUEUES,
  sessionQueue,
  VERIFY_QUEUE,
  verificationJobId,
} from './queue-names.ts';
import { createPool } from './queue-pool.ts';
import { defaultQueueTiming, type QueueTiming } from './queue-timing.ts';
import { consumerConnection, producerClient } from './redis-clients.ts';
import { watchPulse } from './redis-pulse.ts';
import { sessionKeys } from './session-keys.ts';
import { createVerificationWatch, readOrder, readResult } from './verification-watch.ts';
import type { VerificationResults, WorkQueue } from './work-queue.port.ts';

export type WorkQueueOptions = {
  readonly connection: RedisConnection;
  /** Of every key in Redis; different for each home. */
  readonly prefix: string;
  readonly log: Log;
  readonly timing?: Partial<QueueTiming>;
};

const TOMBSTONE_S = 24 * 60 * 60;
/** Sessions at a time whose queues stay open here; each holds some 10 KB. */
const QUEUES_KEPT = 2_000;

/** The coordinator's side of the queues. It connects by itself, also later; see `up`. */
export function createBullMqWorkQueue({
  connection,
  prefix,
  log,
  ...options
}: WorkQueueOptions): WorkQueue & VerificationResults {
  const timing = { ...defaultQueueTiming, ...options.timing };
  const client = producerClient(connection, timing);
  const logError = (error: Error) => log.debug({ err: error }, 'redis');
  client.on('error', logError);
  client.setMaxListeners(0);
  const pulse = watchPulse(client, `${prefix}:pulse`, timing);
  const living = sessionKeys(client, `${prefix}:${SESSION_QUEUES}:*`);

  const queues = createPool(QUEUES_KEPT, (name) => {
    const queue = new Queue(name, {
      // The one cast to BullMQ's own idea of an ioredis client, whose types lag behind (bullmq#4595).
      connection: client as unknown as ConnectionOptions,
      prefix,
      skipMetasUpdate: true,
      // Nothing that could fail once and for ever happens on creation: the server may be away now.
      skipVersionCheck: true,
      skipWaitingForReady: true,
    });
    queue.on('error', logError);
    return queue;
  });
  const verifications = () => queues.get(VERIFY_QUEUE);
  const verificationJob = (id: string) => verifications().getJob(verificationJobId(id));

  function call<T>(work: () => Promise<T>): Promise<T> {
    return withinDeadline(timing.callMs, async (expired) => {
      await pulse.ready(expired);
      return work();
    });
  }

  const watch = createVerificationWatch(
    {
      state: (id) => call(async () => stateOf(await verifications().getJobState(verificationJobId(id)))),
      result: (id) => call(async () => readResult((await verificationJob(id))?.returnvalue)),
      order: (id) => call(async () => readOrder((await verificationJob(id))?.data)),
    },
    { log, sweepMs: timing.sweepMs },
  );

  const ending = new AbortController();
  const events = new QueueEvents(VERIFY_QUEUE, {
    connection: consumerConnection(connection, ending.signal, timing),
    prefix,
    blockingTimeout: timing.blockMs,
    skipVersionCheck: true,
    autorun: false,
  });
  events.on('error', logError);
  events.on('completed', ({ returnvalue }) => {
    const result = readResult(returnvalue);
    if (result) void watch.finished(result);
  });
  // One whose data is gone names no order; the next sweep finds it.
  events.on('failed', async ({ jobId }) => {
    const job = await verifications()
      .getJob(jobId)
      .catch(() => undefined);
    const order = readOrder(job?.data);
    if (order) await watch.look(order.verification);
  });
  events.on('progress', ({ data }) => {
    // Written by our own consumer; shown only.
    if (typeof data === 'object') watch.progressed(data as VerificationProgress);
  });
  // BullMQ stops reading events at the first error that is not the connection's; reading again is refused while it does.
  const readEvents = () => events.run().catch(logError);
  const eventsWatch = setInterval(readEvents, timing.watchMs);
  eventsWatch.unref();
  void readEvents();
  const tidy = () => void (pulse.up && living.tidy().catch(logError));
  let tidied = false;
  const tidying = setInterval(tidy, timing.tidyMs);
  tidying.unref();
  const forgetUp = pulse.onUpChanged((up) => {
    if (!up) return;
    void watch.sweep();
    if (!tidied) tidy();
    tidied = true;
  });

  const tombstone = (session: string, id: string) => `${prefix}:recalled:${sessionQueue(session)}:${id}`;
  let closing: Promise<void> | undefined;

  async function close(): Promise<void> {
    ending.abort();
    clearInterval(eventsWatch);
    clearInterval(tidying);
    forgetUp();
    watch.stop();
    pulse.stop();
    await closeInTime(
      timing.closeMs,
      () => Promise.all([events.close(), queues.close()]),
      () => events.disconnect().catch(logError),
    );
    client.disconnect();
  }

  return {
    deliver(session, delivery) {
      const id = deliveryJobId(delivery);
      return call(async () => {
        if ((await client.exists(tombstone(session, id))) === 1) return;
        faultPoint('work-queue.deliver.adding');
        const job = { kind: deliveryKind, name: 'deliver', id, data: delivery };
        const queue = queues.get(sessionQueue(session));
        const before = await putJob(queue, client, job);
        if (before === 'missing' || before === 'failed') await living.renew(queue, id);
        faultPoint('work-queue.deliver.added');
      });
    },

    recall(session, delivery) {
      const id = deliveryJobId(delivery);
      return call(async () => {
        await client.set(tombstone(session, id), '1', 'EX', TOMBSTONE_S);
        faultPoint('work-queue.recall.marked');
        // One that is being handed over is locked and stays; its token is refused.
        await queues.get(sessionQueue(session)).remove(id);
        faultPoint('work-queue.recall.removed');
      });
    },

    deliveryState(session, delivery) {
      const queue = queues.get(sessionQueue(session));
      return call(async () => stateOf(await queue.getJobState(deliveryJobId(delivery))));
    },

    async verify(order) {
      const id = verificationJobId(order.verification);
      const job = { kind: verificationKind, name: order.gate, id, data: order };
      const before = await call(async () => {
        const state = await putJob(verifications(), client, job);
        if (state !== 'finished' || readResult((await verificationJob(order.verification))?.returnvalue))
          return state;
        // It ended, and how cannot be read: without another run nobody would ever know.
        await verifications().remove(id);
        return putJob(verifications(), client, job);
      });
      faultPoint('work-queue.verify.added');
      watch.expect(order.verification);
      if (before === 'finished') void watch.look(order.verification);
    },

    verificationState: (id) =>
      call(async () => stateOf(await verifications().getJobState(verificationJobId(id)))),

    verificationResult: (id) => call(async () => readResult((await verificationJob(id))?.returnvalue)),

    get up() {
      return pulse.up;
    },
    get problem() {
      return pulse.why === undefined ? undefined : `Redis cannot be used (${pulse.why})`;
    },
    onUpChanged: pulse.onUpChanged,
    onLost(listener) {
      const forget = [pulse.onLost(listener), watch.onLost(listener)];
      return () => {
        for (const each of forget) each();
      };
    },
    onVerified: watch.onVerified,
    onVerificationProgress: watch.onVerificationProgress,
    close() {
      closing ??= close();
      return closing;
    },
  };
}
