const SECOND = 1_000;
const MINUTE = 60 * SECOND;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;
const steps = [
  ...[1, 2, 5, 10, 15, 30].map((n) => n * SECOND),
  ...[1, 2, 5, 10, 15, 30].map((n) => n * MINUTE),
  ...[1, 2, 4, 6, 12].map((n) => n * HOUR),
  ...[1, 2, 7, 14, 30].map((n) => n * DAY),
];

export type Tick = { readonly share: number; readonly ms: number };

/** At most `most` marks at round spans after the beginning, each with its place from 0 to 1. */
export function ticksOf(lengthMs: number, most: number): Tick[] {
  if (lengthMs <= 0) return [];
  const step = steps.find((each) => lengthMs / each <= most) ?? Math.ceil(lengthMs / most / DAY) * DAY;
  const count = Math.floor(lengthMs / step);
  return Array.from({ length: count + 1 }, (_, n) => ({ ms: n * step, share: (n * step) / lengthMs }));
}
