import { describe, expect, it } from 'vitest';
import { usageDiffers, usageEveryMs, usageIsDue } from '../../src/sessions/usage-due.ts';

const usage = (usd: number | null, tokens: number | null = null, ms = 0) => ({ usd, tokens, ms });
const late = (said: ReturnType<typeof usage>) => ({ usage: said, agoMs: usageEveryMs });

describe('whether usage becomes an event', () => {
  it('does the first time', () => {
    expect(usageIsDue(usage(null), undefined, undefined)).toBe(true);
  });

  it('does not again soon, however much it is', () => {
    expect(usageIsDue(usage(50), { usage: usage(1), agoMs: usageEveryMs - 1 }, undefined)).toBe(false);
  });

  it.each([
    ['a cent more', usage(1.01), usage(1), true],
    ['less than a cent more', usage(1.005), usage(1), false],
    ['a thousand tokens more', usage(null, 3_000), usage(null, 2_000), true],
    ['a few tokens more', usage(null, 2_500), usage(null, 2_000), false],
    ['a minute more', usage(null, null, 60_000), usage(null, null, 0), true],
    ['a second more', usage(null, null, 1_000), usage(null, null, 0), false],
    ['a cost that is known now', usage(0), usage(null), true],
  ])('after a while does when it is noteworthy: %s', (_what, now, said, due) => {
    expect(usageIsDue(now, late(said), undefined)).toBe(due);
  });

  it('does at once when it passes what was set aside, and only that once', () => {
    const allowance = { usd: 2, tokens: null, ms: null };
    expect(usageIsDue(usage(2.5), { usage: usage(1), agoMs: 0 }, allowance)).toBe(true);
    expect(usageIsDue(usage(2.6), { usage: usage(2.5), agoMs: 0 }, allowance)).toBe(false);
  });

  it('tells what was said from what was not, unknown from nothing', () => {
    expect(usageDiffers(usage(1), usage(1))).toBe(false);
    expect(usageDiffers(usage(0), usage(null))).toBe(true);
    expect(usageDiffers(usage(null, null, 5), undefined)).toBe(true);
  });
});
