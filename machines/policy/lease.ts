export type Lease = {
  /** Monotonic milliseconds of the last beat, or of the assignment. */
  readonly lastBeat: number;
  /** Until then nothing expires: a coordinator start, an outage of Redis or a jump of the clock was just now. */
  readonly graceUntil: number;
};

/** Whether the lease has run out at `now` (monotonic milliseconds). */
export function isExpired(now: number, lease: Lease, expiryMs: number): boolean {
  return now >= lease.graceUntil && now - lease.lastBeat > expiryMs;
}
