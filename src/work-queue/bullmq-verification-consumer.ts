import { type Job, UnrecoverableError, WaitingError, Worker } from 'bullmq';
import type { RedisConnection } from '../embedded-redis/redis-server.port.ts';
import { messageOf } from '../errors.ts';
import type { Log } from '../log.ts';
import type { VerificationOrder, VerificationResult, Verifier } from '../verification/verification.port.ts';
import { closeInTime } from './deadline.ts';
import { createProgressThrottle } from './progress-throttle.ts';
import { VERIFY_QUEUE } from './queue-names.ts';
import { consumerConnection } from './redis-clients.ts';
import { readOrder } from './verification-watch.ts';
import type { VerificationConsumer } from './work-queue.port.ts';

export type VerificationConsumerOptions = {
  readonly connection: RedisConnection;
  readonly prefix: string;
  readonly verifier: Verifier;
  /** How many run at once in this process. */
  readonly concurrency: number;
  readonly log: Log;
};

type Run = { readonly abort: AbortController; readonly ended: Promise<unknown> };

/**
 * Runs verification orders, each at least once; what a run returns is the job's result. BullMQ renews the lock of a
 * long run by itself. `close` aborts what runs and puts it back for another verifier.
 */
export function consumeVerifications({
  connection,
  prefix,
  verifier,
  concurrency,
  log,
}: VerificationConsumerOptions): VerificationConsumer {
  const runs = new Map<string, Run>();
  let closing: Promise<void> | undefined;

  async function process(job: Job, token = ''): Promise<VerificationResult> {
    const order = readOrder(job.data);
    if (!order) throw new UnrecoverableError('not a verification order');
    // A job whose lock was lost while it ran here comes again; two runs of one order never overlap.
    await runs.get(order.verification)?.ended;
    const abort = new AbortController();
    const running = run(order, job, abort.signal);
    runs.set(order.verification, { abort, ended: running });
    try {
      const result = await running;
      if (!abort.signal.aborted) return result;
      await job.moveToWait(token);
      throw new WaitingError();
    } finally {
      runs.delete(order.verification);
    }
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

  const worker = new Worker(VERIFY_QUEUE, process, {
    connection: consumerConnection(connection),
    prefix,
    concurrency,
    lockDuration: 30_000,
    stalledInterval: 5_000,
    maxStalledCount: 2,
    runRetryDelay: 500,
  });
  worker.on('error', (error) => log.debug({ err: error }, 'redis'));
  worker.on('lockRenewalFailed', (ids) => log.warn({ jobs: ids }, 'verifications will run again: lock lost'));

  return {
    close() {
      if (!closing) {
        const closed = worker.close();
        for (const { abort } of runs.values()) abort.abort(new Error('this verifier is closing'));
        closing = closeInTime(
          () => closed,
          () => worker.disconnect().catch(() => undefined),
        );
      }
      return closing;
    },
  };
}
