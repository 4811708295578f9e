import type {
  VerificationOrder,
  VerificationProgress,
  VerificationResult,
} from '../verification/verification.port.ts';

/** What a worker finds in its queue: an assignment, by name only. The ticket itself is claimed over the API. */
export type Delivery = { readonly ticket: string; readonly token: number };

export type JobState = 'missing' | 'waiting' | 'active' | 'finished' | 'failed';

/**
 * Transport of work to whoever does it. It is never truth: what it loses, reconcile puts back; what it doubles, the
 * receiver's token or id refuses. Every call rejects with `REDIS_UNAVAILABLE` within two seconds when it cannot reach
 * the server, and may simply be called again.
 */
export interface WorkQueue {
  /** Puts an assignment into the session's queue; doing it twice is doing it once. */
  deliver(session: string, delivery: Delivery): Promise<void>;
  /** Takes back what was not yet pulled, and leaves a tombstone so that it is not delivered later. */
  recall(session: string, delivery: Delivery): Promise<void>;
  deliveryState(session: string, delivery: Delivery): Promise<JobState>;

  verify(order: VerificationOrder): Promise<void>;
  verificationState(id: string): Promise<JobState>;
  /** Result of a finished job, where the queue still has it. */
  verificationResult(id: string): Promise<VerificationResult | undefined>;

  /** Whether the server answers, and writes, now. */
  readonly up: boolean;
  /** Why it is not up, in one sentence without its full stop; undefined while it is. */
  readonly problem: string | undefined;
  onUpChanged(listener: (up: boolean) => void): () => void;
  /**
   * The server lost what it held, or some of it, while it was up (FLUSHALL, a deleted key): what should be there is to be
   * put back. It may be told when nothing that matters was lost.
   */
  onLost(listener: () => void): () => void;
  close(): Promise<void>;
}

/**
 * What becomes of the orders given with `verify`, wherever they ran. A result is told at least once while this process
 * lives: again when a listener rejected, and when `verify` is called for an order that has long finished. An order
 * whose verifier died too often is told as `inconclusive`. After a start, `verify` again is how to hear of it.
 */
export interface VerificationResults {
  /** The result counts as told once all listeners' promises have resolved. Returns the unsubscribe. */
  onVerified(listener: (result: VerificationResult) => Promise<void>): () => void;
  /** Live figures, for the card only; some may be missed. */
  onVerificationProgress(listener: (progress: VerificationProgress) => void): () => void;
}

/** The worker's side of a session's queue. `take` must return quickly: the work itself runs outside the job. */
export interface DeliveryConsumer {
  close(): Promise<void>;
}

/** Runs verification orders; at most `concurrency` at once in this process. */
export interface VerificationConsumer {
  close(): Promise<void>;
}
