import { describe, expect, it } from 'vitest';
import { spanTicks } from '../../web/src/metrics/span-ticks.ts';

const MINUTE = 60_000;

describe('the marks of an axis of spans', () => {
  it.each([
    [0, 1, 2],
    [7 * MINUTE, 2, 5],
    [13 * 60 * MINUTE, 240, 5],
    [3 * 24 * 60 * MINUTE, 1_440, 4],
    [5_000 * 24 * 60 * MINUTE, 365 * 1_440, 15],
  ])('of %d milliseconds are %d minutes apart', (most, step, count) => {
    const ticks = spanTicks(most);
    expect(ticks.slice(0, 2)).toEqual([0, step * MINUTE]);
    expect(ticks).toHaveLength(count);
    expect(ticks.at(-1)).toBeGreaterThanOrEqual(most);
  });
});
