import type { KindRecord } from '../session/session.context.ts';

export type Scored = {
  readonly record: KindRecord | undefined;
  /** Milliseconds since it last took a ticket; null when it never did. */
  readonly idleMs: number | null;
  /** Share of its slots in use, 0–1. */
  readonly load: number;
  /** It knows this service already. */
  readonly affinity: boolean;
  /** It made what this ticket checks, and nobody else is there. */
  readonly last: boolean;
};

/** What a score is the sum of. */
export type ScoreParts = Readonly<
  Record<'success' | 'speed' | 'cost' | 'rest' | 'free' | 'affinity' | 'separation', number>
>;

const weights = {
  success: 1,
  speed: 0.15,
  cost: 0.15,
  rest: 0.1,
  free: 0.25,
  affinity: 0.2,
  separation: -1,
} as const;
const longRest = 10 * 60_000;
/** A duration, and a price in US dollars, that is worth half of that part. */
const fairDuration = 10 * 60_000;
const fairPrice = 1;

/** How good a session is for one kind of ticket; larger is better. Deterministic, and falls as its load rises. */
export function score(scored: Scored): number {
  return lastingScore(scored) + passingScore(scored);
}

/** The part of the score that stays while matching runs; costs most of the work. */
export function lastingScore(scored: Pick<Scored, 'record' | 'idleMs'>): number {
  const { success, speed, cost, rest } = scoreParts({ ...scored, load: 0, affinity: false, last: false });
  return success + speed + cost + rest;
}

/** The rest of it. */
export function passingScore({ load, affinity }: Pick<Scored, 'load' | 'affinity'>): number {
  return weights.free * (1 - load) + (affinity ? weights.affinity : 0);
}

export function scoreParts({ record, idleMs, load, affinity, last }: Scored): ScoreParts {
  const median = record ? medianOf(record.durations) : null;
  const price = record ? priceOf(record) : null;
  const rest = idleMs === null ? 1 : Math.min(1, Math.max(0, idleMs) / longRest);
  return {
    success: weights.success * successBound(record?.done ?? 0, record?.failed ?? 0),
    // What is not known is neither quick nor slow, neither cheap nor dear.
    speed: weights.speed * (median === null ? 0.5 : fairDuration / (fairDuration + median)),
    cost: weights.cost * (price === null ? 0.5 : fairPrice / (fairPrice + price)),
    rest: weights.rest * rest,
    free: weights.free * (1 - load),
    affinity: affinity ? weights.affinity : 0,
    separation: last ? weights.separation : 0,
  };
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

/** US dollars for one piece of work that was accepted, its failures included; null where nothing is known. */
function priceOf({ done, cost }: KindRecord): number | null {
  return cost?.usd == null ? null : cost.usd / Math.max(1, done);
}
