import type { KindRecord } from '../session/session.context.ts';

export type Scored = {
  readonly record: KindRecord | undefined;
  /** Milliseconds since it last took a ticket; null when it never did. */
  readonly idleMs: number | null;
  /** Share of its slots in use, 0–1. */
  readonly load: number;
  /** It knows this service already. */
  readonly affinity: boolean;
};

const weights = { success: 1, speed: 0.15, rest: 0.1, free: 0.25, affinity: 0.2 };
const longRest = 10 * 60_000;
const fairDuration = 10 * 60_000;

/** How good a session is for one kind of ticket; larger is better. Deterministic, and falls as its load rises. */
export function score({ record, idleMs, load, affinity }: Scored): number {
  const median = record ? medianOf(record.durations) : null;
  const speed = median === null ? 0.5 : fairDuration / (fairDuration + median);
  const rest = idleMs === null ? 1 : Math.min(1, Math.max(0, idleMs) / longRest);
  return (
    weights.success * successBound(record?.done ?? 0, record?.failed ?? 0) +
    weights.speed * speed +
    weights.rest * rest +
    weights.free * (1 - load) +
    weights.affinity * (affinity ? 1 : 0)
  );
}

/**
 * Lower end of the Wilson interval for the success rate (80 % two-sided), from one success and one failure assumed
 * beforehand: an unknown session is worth more than one known to fail, less than one known to succeed.
 */
export function successBound(done: number, failed: number): number {
  const z = 1.2816;
  const n = done + failed + 2;
  const rate = (done + 1) / n;
  const spread = z * Math.sqrt((rate * (1 - rate)) / n + (z * z) / (4 * n * n));
  return (rate + (z * z) / (2 * n) - spread) / (1 + (z * z) / n);
}

/** The middle of the values; null when there are none. */
export function medianOf(values: readonly number[]): number | null {
  const sorted = [...values].sort((a, b) => a - b);
  const upper = sorted[Math.floor(sorted.length / 2)];
  const lower = sorted[Math.floor((sorted.length - 1) / 2)];
  return upper === undefined || lower === undefined ? null : (lower + upper) / 2;
}
