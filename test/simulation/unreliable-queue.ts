import type { VerificationResult, Verifier } from '../../src/verification/verification.port.ts';
import type { MemoryWorkQueue } from '../../src/work-queue/memory-work-queue.ts';
import type { Delivery, VerificationResults, WorkQueue } from '../../src/work-queue/work-queue.port.ts';
import type { Faults } from './faults.ts';
import type { Life } from './life.ts';
import type { Timeline } from './timeline.ts';

/** Redis and BullMQ as seen on a bad day: jobs are lost, doubled and late, results are not heard of, all may be flushed. */
export class UnreliableQueue {
  readonly #queue: MemoryWorkQueue;
  readonly #timeline: Timeline;
  readonly #faults: Faults;

  constructor(queue: MemoryWorkQueue, timeline: Timeline, faults: Faults) {
    this.#queue = queue;
    this.#timeline = timeline;
    this.#faults = faults;
  }

  get up(): boolean {
    return this.#queue.up;
  }

  setUp(up: boolean): void {
    this.#queue.setUp(up);
  }

  flush(): void {
    this.#queue.flush();
  }

  consume(session: string, take: (delivery: Delivery) => Promise<void>): { close(): unknown } {
    return this.#queue.consumeDeliveries(session, async (delivery) => {
      if (this.#faults.strikes('jobDoubled')) this.#timeline.after(5_000, () => void take(delivery));
      await take(delivery);
    });
  }

  consumeVerifications(verifier: Verifier, concurrency: number): { close(): Promise<void> } {
    return this.#queue.consumeVerifications(verifier, concurrency);
  }

  /** The producer's side for one life of a coordinator: a dead one hears nothing. */
  portFor(life: Life): WorkQueue & VerificationResults {
    const queue = this.#queue;
    const faults = this.#faults;
    const whileAlive = (unsubscribe: () => void) => {
      life.onDeath(unsubscribe);
      return unsubscribe;
    };
    return {
      async deliver(session, delivery) {
        if (queue.up && faults.strikes('jobLost')) return;
        await queue.deliver(session, delivery);
      },
      recall: (session, delivery) => queue.recall(session, delivery),
      deliveryState: (session, delivery) => queue.deliveryState(session, delivery),
      async verify(order) {
        if (queue.up && faults.strikes('jobLost', order.service.id)) return;
        await queue.verify(order);
      },
      verificationState: (id) => queue.verificationState(id),
      verificationResult: (id) => queue.verificationResult(id),
      get up() {
        return queue.up;
      },
      get problem() {
        return queue.problem;
      },
      onLost: (listener) => whileAlive(queue.onLost(listener)),
      onUpChanged: (listener) => whileAlive(queue.onUpChanged(listener)),
      onVerified: (listener) =>
        whileAlive(
          queue.onVerified((result) => {
            if (faults.strikes('resultLost', result.service)) return Promise.resolve();
            if (faults.strikes('jobDoubled', result.service)) this.#again(life, result, listener);
            return life.alive ? listener(result) : Promise.resolve();
          }),
        ),
      onVerificationProgress: (listener) => whileAlive(queue.onVerificationProgress(listener)),
      close: async () => {},
    };
  }

  #again(
    life: Life,
    result: VerificationResult,
    listener: (result: VerificationResult) => Promise<void>,
  ): void {
    this.#timeline.after(this.#faults.source('jobDoubled').between(100, 60_000), () => {
      if (life.alive) listener(result).catch(() => undefined);
    });
  }
}
