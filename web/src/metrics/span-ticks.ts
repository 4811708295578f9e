const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;
const steps = [
  ...[1, 2, 5, 10, 15, 30].map((minutes) => minutes * MINUTE),
  ...[1, 2, 4, 6, 12].map((hours) => hours * HOUR),
  ...[1, 2, 4, 7, 14, 28, 91].map((days) => days * DAY),
];

/** Marks of an axis of spans up to `most`, in steps people count time by; at most six. */
export function spanTicks(most: number): number[] {
  const step = steps.find((each) => each * 5 >= most) ?? 365 * DAY;
  return Array.from({ length: Math.max(1, Math.ceil(most / step)) + 1 }, (_, index) => index * step);
}
