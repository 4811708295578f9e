import { AndonError, messageOf } from '../errors.ts';
import type {
  VerificationOrder,
  VerificationProgress,
  VerificationResult,
  Verifier,
} from '../verification/verification.port.ts';
import { createMemoryJobs } from './memory-jobs.ts';
import type {
  Delivery,
  DeliveryConsumer,
  VerificationConsumer,
  VerificationResults,
  WorkQueue,
} from './work-queue.port.ts';

export type MemoryWorkQueue = WorkQueue &
  VerificationResults & {
    consumeDeliveries(session: string, take: (delivery: Delivery) => Promise<void>): DeliveryConsumer;
    consumeVerifications(verifier: Verifier, concurrency: number): VerificationConsumer;
    /** Takes the server away, or brings it back: calls are refused and consumers stand still meanwhile. */
    setUp(up: boolean): void;
    /** Loses every job and tombstone, as FLUSHALL does. */
    flush(): void;
  };

const DELIVERY_TRIES = 5;
const TELL_TRIES = 5;

/** Queues in memory, for simulation and tests: no clock, no chance; work starts in `schedule`d steps. */
export function createMemoryWorkQueue(
  schedule: (step: () => void) => void = queueMicrotask,
): MemoryWorkQueue {
  const sessions = new Map<string, ReturnType<typeof createMemoryJobs<Delivery, void>>>();
  const verifications = createMemoryJobs<VerificationOrder, VerificationResult>(1, schedule);
  const tombstones = new Set<string>();
  const upListeners = new Set<(up: boolean) => void>();
  const lostListeners = new Set<() => void>();
  const resultListeners = new Set<(result: VerificationResult) => Promise<void>>();
  const progressListeners = new Set<(progress: VerificationProgress) => void>();
  let up = true;

  const deliveries = (session: string) => {
    const known = sessions.get(session);
    if (known) return known;
    const jobs = createMemoryJobs<Delivery, void>(DELIVERY_TRIES, schedule);
    sessions.set(session, jobs);
    if (!up) jobs.stop();
    return jobs;
  };
  const idOf = ({ ticket, token }: Delivery) => JSON.stringify([ticket, token]);
  const tombstone = (session: string, delivery: Delivery) => JSON.stringify([session, idOf(delivery)]);
  const assertUp = () => {
    if (!up) throw new AndonError('REDIS_UNAVAILABLE', 'The queue in memory is set down.');
  };

  function tell(result: VerificationResult, tries = 0): void {
    Promise.all([...resultListeners].map((listener) => listener(result))).catch(() => {
      if (tries < TELL_TRIES) schedule(() => tell(result, tries + 1));
    });
  }

  return {
    async deliver(session, delivery) {
      assertUp();
      if (!tombstones.has(tombstone(session, delivery))) deliveries(session).add(idOf(delivery), delivery);
    },
    async recall(session, delivery) {
      assertUp();
      tombstones.add(tombstone(session, delivery));
      deliveries(session).removeWaiting(idOf(delivery));
    },
    async deliveryState(session, delivery) {
      assertUp();
      return deliveries(session).state(idOf(delivery));
    },

    async verify(order) {
      assertUp();
      const finished = verifications.result(order.verification);
      if (finished) schedule(() => tell(finished));
      verifications.add(order.verification, order);
    },
    async verificationState(id) {
      assertUp();
      return verifications.state(id);
    },
    async verificationResult(id) {
      assertUp();
      return verifications.result(id);
    },

    consumeDeliveries: (session, take) => deliveries(session).consume(4, take),

    consumeVerifications: (verifier, concurrency) =>
      verifications.consume(concurrency, async (order, signal) => {
        const result = await verifier
          .run(order, signal, (progress) => {
            for (const listener of progressListeners) listener(progress);
          })
          .catch((error) => inconclusive(order, `The verifier itself failed: ${messageOf(error)}`));
        if (!signal.aborted) schedule(() => tell(result));
        return result;
      }),

    get up() {
      return up;
    },
    get problem() {
      return up ? undefined : 'The queue in memory is set down';
    },
    setUp(now) {
      if (now === up) return;
      up = now;
      for (const jobs of [verifications, ...sessions.values()]) {
        if (now) jobs.start();
        else jobs.stop();
      }
      for (const listener of upListeners) listener(now);
    },
    flush() {
      tombstones.clear();
      for (const jobs of [verifications, ...sessions.values()]) jobs.lose();
      for (const listener of lostListeners) schedule(listener);
    },
    onLost(listener) {
      lostListeners.add(listener);
      return () => lostListeners.delete(listener);
    },
    onUpChanged(listener) {
      upListeners.add(listener);
      return () => upListeners.delete(listener);
    },
    onVerified(listener) {
      resultListeners.add(listener);
      return () => resultListeners.delete(listener);
    },
    onVerificationProgress(listener) {
      progressListeners.add(listener);
      return () => progressListeners.delete(listener);
    },
    async close() {
      for (const jobs of [verifications, ...sessions.values()]) jobs.stop();
    },
  };
}

function inconclusive(order: VerificationOrder, reason: string): VerificationResult {
  return {
    verification: order.verification,
    service: order.service.id,
    verdict: 'inconclusive',
    fault: 'environment',
    reasons: [reason],
  };
}
