import { type Job, UnrecoverableError, WaitingError, Worker } from 'bullmq';
import type { RedisConnection } from '../embedded-redis/redis-server.port.ts';
import { messageOf } from '../errors.ts';
import { faultPoint } from '../fault-points.ts';
import type { Log } from '../log.ts';
import type { VerificationOrder, VerificationResult, Verifier } from '../verification/verification.port.ts';
import { closeInTime } from './deadline.ts';
import { giveUpLocks, giveUpLostJob } from './give-up-locks.ts';
import { keepRunning } from './keep-running.ts';
import { createProgressThrottle } from './progress-throttle.ts';
import { VERIFY_QUEUE } from './queue-names.ts';
import { defaultQueueTiming, type QueueTiming } from './queue-timing.ts';
import { consumerConnection } from './redis-clients.ts';
import { readOrder } from './verification-watch.ts';
import type { VerificationConsumer } from './work-queue.port.ts';

export type VerificationConsumerOptions = {
  readonly connection: RedisConnection;
  readonly prefix: string;
  readonly verifier: Verifier;
  /**
   * Names this verifier among others; never used by two at a time. What a predecessor of this name was running when it
   * was killed is run again at once, not only when its lock has expired.
   */
  readonly name: string;
  /** How many run at once in this process. */
  readonly concurrency: number;
  readonly log: Log;
  readonly timing?: Partial<QueueTiming>;
};

/** Runs remembered until their result is in Redis; far more than ever run at once. */
const RUNS_KEPT = 200;

type Run = { readonly abort: AbortController; readonly result: Promise<VerificationResult> };

/**
 * Runs verification orders, each at least once; what a run returns is the job's result. BullMQ renews the lock of a
 * long run by itself. `close` aborts what runs and puts it back for another verifier.
 */
export function consumeVerifications({
  connection,
  prefix,
  verifier,
  name,
  concurrency,
  log,
  ...options
}: VerificationConsumerOptions): VerificationConsumer {
  const timing = { ...defaultQueueTiming, ...options.timing };
  const runs = new Map<string, Run>();
  let closing: Promise<void> | undefined;

  async function process(job: Job, token = ''): Promise<VerificationResult> {
    const order = readOrder(job.data);
    if (!order) throw new UnrecoverableError('not a verification order');
    faultPoint('work-queue.verification.taken');
    // A job whose lock was lost while it ran here comes again, and joins the run that is still going.
    const going = runs.get(order.verification) ?? begin(order, job);
    const result = await going.result;
    faultPoint('work-queue.verification.done');
    if (!going.abort.signal.aborted) return result;
    await job.moveToWait(token);
    throw new WaitingError();
  }

  function begin(order: VerificationOrder, job: Job): Run {
    const abort = new AbortController();
    const begun = { abort, result: run(order, job, abort.signal) };
    runs.set(order.verification, begun);
    forgetOldest(runs, RUNS_KEPT);
    return begun;
  }

  async function run(order: VerificationOrder, job: Job, signal: AbortSignal): Promise<VerificationResult> {
    const progress = createProgressThrottle((latest) => job.updateProgress(latest));
    try {
      return await verifier.run(order, signal, progress.take);
    } catch (error) {
      log.error({ verification: order.verification, err: error }, 'the verifier failed');
      return {
        verification: order.verification,
        service: order.service.id,
        verdict: 'inconclusive',
        fault: 'environment',
        reasons: [`The verifier itself failed: ${messageOf(error)}`],
      };
    } finally {
      progress.stop();
    }
  }

  const ending = new AbortController();
  const worker = new Worker(VERIFY_QUEUE, process, {
    connection: consumerConnection(connection, ending.signal, timing),
    prefix,
    name,
    concurrency,
    autorun: false,
    drainDelay: timing.blockMs / 1_000,
    lockDuration: timing.verificationLockMs,
    stalledInterval: timing.stalledMs,
    maxStalledCount: 2,
    runRetryDelay: 500,
  });
  worker.on('error', (error) => {
    log.debug({ err: error }, 'redis');
    void giveUpLostJob(worker, error).catch(() => undefined);
  });
  // Not before: a result that could not be handed over must not be worked out a second time.
  worker.on('completed', (_job, { verification }: VerificationResult) => runs.delete(verification));
  worker.on('lockRenewalFailed', (ids) =>
    log.warn({ jobs: ids }, 'verifications will be pulled again: lock lost'),
  );

  async function start(): Promise<void> {
    await giveUpLocks(name, {
      connection: consumerConnection(connection, ending.signal, timing),
      prefix,
      closeMs: timing.closeMs,
    }).catch((error) =>
      log.warn({ err: error }, 'what a killed verifier was running waits for its lock to expire'),
    );
    keepRunning(worker, ending.signal, { log, watchMs: timing.watchMs });
  }
  void start();

  return {
    close() {
      if (!closing) {
        ending.abort();
        const closed = worker.close();
        for (const { abort } of runs.values()) abort.abort(new Error('this verifier is closing'));
        closing = closeInTime(
          timing.closeMs,
          () => closed,
          () => worker.disconnect().catch(() => undefined),
        );
      }
      return closing;
    },
  };
}

function forgetOldest(runs: Map<string, unknown>, kept: number): void {
  for (const oldest of runs.keys()) {
    if (runs.size <= kept) return;
    runs.delete(oldest);
  }
}
