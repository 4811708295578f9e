import type { Band } from '../contracts/metrics.ts';

const HOUR = 3_600_000;
const DAY = 24 * HOUR;

/** Of fewer than this a group says nothing. */
const fewest = 5;

/**
 * The groups of teams that the State of DevOps report 2023 found, by their own thresholds. They describe teams of people
 * and all their work: a comparison, not a mark.
 */
export const bands = {
  /** On demand, weekly, monthly. */
  deployments: (perDay: number | null, of: number) =>
    band(perDay === null ? null : -perDay, of, [-1, -1 / 7, -1 / 30]),
  /** A day, a week, a month. */
  leadTime: (ms: number | null, of: number) => band(ms, of, [DAY, 7 * DAY, 30 * DAY]),
  /** 5, 10 and 15 of a hundred. */
  failures: (share: number | null, of: number) => band(share, of, [0.05, 0.1, 0.15]),
  /** An hour, a day, a week. */
  restore: (ms: number | null, of: number) => band(ms, of, [HOUR, DAY, 7 * DAY]),
};

function band(
  value: number | null,
  of: number,
  [elite, high, medium]: readonly [number, number, number],
): Band {
  if (value === null || of < fewest) return null;
  if (value <= elite) return 'elite';
  if (value <= high) return 'high';
  return value <= medium ? 'medium' : 'low';
}
