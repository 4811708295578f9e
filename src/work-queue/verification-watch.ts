import { faultPoint } from '../fault-points.ts';
import type { Log } from '../log.ts';
import {
  type VerificationOrder,
  type VerificationProgress,
  type VerificationResult,
  verificationOrder,
  verificationResult,
} from '../verification/verification.port.ts';
import type { JobState, VerificationResults } from './work-queue.port.ts';

/** What the watch must know of an order: where it stands, its result, and what was ordered. */
export type OrderLookup = {
  state(verification: string): Promise<JobState>;
  result(verification: string): Promise<VerificationResult | undefined>;
  order(verification: string): Promise<VerificationOrder | undefined>;
};

export type VerificationWatch = VerificationResults & {
  /** Tells the result of this order once there is one. */
  expect(verification: string): void;
  /** The queue says this came out; it is told unless it is being told already. */
  finished(result: VerificationResult): Promise<void>;
  /** A hint that something became of it. */
  look(verification: string): Promise<void>;
  /** Looks at everything still expected. */
  sweep(): Promise<void>;
  progressed(progress: VerificationProgress): void;
  /** An order that was expected is not in the queue any more, and has no result. */
  onLost(listener: () => void): () => void;
  stop(): void;
};

/**
 * Tells results at least once. Events of the queue may be missed (while a connection is down), so whatever is expected
 * is also looked at every `sweepMs` and after every reconnect.
 */
export function createVerificationWatch(
  orders: OrderLookup,
  { log, sweepMs }: { readonly log: Log; readonly sweepMs: number },
): VerificationWatch {
  const expected = new Set<string>();
  const looking = new Set<string>();
  const lookAgain = new Set<string>();
  const resultListeners = new Set<(result: VerificationResult) => Promise<void>>();
  const progressListeners = new Set<(progress: VerificationProgress) => void>();
  const lostListeners = new Set<() => void>();

  const tell = async (result: VerificationResult): Promise<void> => {
    faultPoint('work-queue.verified.telling');
    await Promise.all([...resultListeners].map((listener) => listener(result)));
    faultPoint('work-queue.verified.told');
  };

  /** One at a time for each; `work` says whether nothing more is expected of it. */
  async function once(verification: string, work: () => Promise<boolean>): Promise<void> {
    if (looking.has(verification)) {
      lookAgain.add(verification);
      return;
    }
    looking.add(verification);
    try {
      if (await work()) expected.delete(verification);
    } catch (error) {
      log.warn({ verification, err: error }, 'a verification’s result could not be told yet');
      expected.add(verification);
    } finally {
      looking.delete(verification);
    }
    if (lookAgain.delete(verification) && expected.has(verification)) await look(verification);
  }

  const look = (verification: string): Promise<void> =>
    once(verification, async () => {
      const state = await orders.state(verification);
      const result = await resultIn(state, verification);
      if (result) await tell(result);
      // Lost with Redis, in part or whole: whoever still wants it orders it again.
      const lost = state === 'missing' || (state === 'failed' && !result);
      if (lost) for (const listener of lostListeners) listener();
      return result !== undefined || lost;
    });

  const finished = (result: VerificationResult): Promise<void> =>
    once(result.verification, async () => {
      await tell(result);
      return true;
    });

  async function resultIn(state: JobState, verification: string): Promise<VerificationResult | undefined> {
    if (state === 'finished') return orders.result(verification);
    if (state !== 'failed') return undefined;
    const order = await orders.order(verification);
    return (
      order && {
        verification,
        service: order.service.id,
        verdict: 'inconclusive',
        fault: 'environment',
        reasons: ['The verifier died each time it ran this; its machine may lack memory or disk.'],
      }
    );
  }

  const sweep = async () => {
    for (const verification of [...expected]) await look(verification);
  };
  const timer = setInterval(sweep, sweepMs);
  timer.unref();

  return {
    expect: (verification) => void expected.add(verification),
    finished,
    look,
    sweep,
    progressed(progress) {
      for (const listener of progressListeners) listener(progress);
    },
    onVerified(listener) {
      resultListeners.add(listener);
      return () => resultListeners.delete(listener);
    },
    onVerificationProgress(listener) {
      progressListeners.add(listener);
      return () => progressListeners.delete(listener);
    },
    onLost(listener) {
      lostListeners.add(listener);
      return () => lostListeners.delete(listener);
    },
    stop: () => clearInterval(timer),
  };
}

/** Reads a result or an order as it comes out of Redis; undefined where it has another shape. */
export function readResult(value: unknown): VerificationResult | undefined {
  return verificationResult.safeParse(value).data;
}

export function readOrder(value: unknown): VerificationOrder | undefined {
  return verificationOrder.safeParse(value).data;
}
