/** Time as the shell sees it. Tests and the simulation hand in one they turn by hand. */
export interface Clock {
  /** Wall clock, epoch milliseconds: for people and the journal. */
  now(): number;
  /** Monotonic milliseconds: for leases and everything that measures a span. */
  monotonic(): number;
  /** Calls back once after `ms`; returns the cancel. */
  after(ms: number, callback: () => void): () => void;
}
