import { describe, expect, it } from 'vitest';
import { backoff } from '../../../machines/policy/backoff.ts';
import { canonical } from '../../../machines/policy/capabilities.ts';
import { causeOf } from '../../../machines/policy/common-cause.ts';
import { felt, noPulse } from '../../../machines/policy/hysteresis.ts';
import { isExpired } from '../../../machines/policy/lease.ts';
import { medianOf, score, successBound } from '../../../machines/policy/score.ts';

describe('backoff', () => {
  it('doubles up to its cap', () => {
    expect([0, 1, 2, 5, 500].map((tried) => backoff(tried, 1_000, 30_000))).toEqual([
      1_000, 2_000, 4_000, 30_000, 30_000,
    ]);
  });
});

describe('hysteresis', () => {
  const limits = { probeFails: 3, probePasses: 2 };
  const probed = (probes: boolean[]) =>
    probes.reduce<ReturnType<typeof felt>>((pulse, passed) => felt(pulse, passed, limits), {
      ...noPulse,
      turned: false,
    });

  it('turns healthy after enough passes in a row', () => {
    expect(probed([true])).toMatchObject({ state: 'unknown', turned: false });
    expect(probed([true, true])).toMatchObject({ state: 'healthy', turned: true });
  });

  it('turns unhealthy only after enough fails in a row', () => {
    expect(probed([true, true, false, false, true, false, false]).state).toBe('healthy');
    expect(probed([true, true, false, false, false])).toMatchObject({ state: 'unhealthy', turned: true });
  });

  it('says a turn once', () => {
    expect(probed([true, true, true]).turned).toBe(false);
  });

  it('counts neither way while results alternate at the start', () => {
    expect(probed([false, true, false, true, false]).state).toBe('unknown');
  });
});

describe('a common cause', () => {
  const limits = { commonCauseServices: 3, commonCauseWindowMs: 10_000 };
  const failure = (service: string, at: number) => ({ service, at, late: false });

  it('is three services failing together', () => {
    const earlier = [failure('a', 1_000), failure('b', 5_000)];
    expect(causeOf(failure('c', 9_000), earlier, limits)).toBe('environment');
    expect(causeOf(failure('c', 14_000), earlier, limits)).toBe('service');
  });

  it('is not one service failing three times', () => {
    expect(causeOf(failure('a', 3), [failure('a', 1), failure('a', 2)], limits)).toBe('service');
  });

  it('is a probe that ran late', () => {
    expect(causeOf({ service: 'a', at: 0, late: true }, [], limits)).toBe('environment');
  });
});

describe('a lease', () => {
  it('expires when no beat came for too long, but never before the grace is over', () => {
    expect(isExpired(30_000, { lastBeat: 10_000, graceUntil: 0 }, 20_000)).toBe(false);
    expect(isExpired(30_001, { lastBeat: 10_000, graceUntil: 0 }, 20_000)).toBe(true);
    expect(isExpired(30_001, { lastBeat: 10_000, graceUntil: 40_000 }, 20_000)).toBe(false);
  });
});

describe('a score', () => {
  const idle = { record: undefined, idleMs: null, load: 0, affinity: false, last: false };
  const record = (done: number, failed: number, durations: number[] = []) => ({ done, failed, durations });

  it('puts the unknown between those known to succeed and those known to fail', () => {
    expect(successBound(1, 0)).toBeGreaterThan(successBound(0, 0));
    expect(successBound(0, 1)).toBeLessThan(successBound(0, 0));
  });

  it('trusts many successes more than one', () => {
    expect(successBound(20, 0)).toBeGreaterThan(successBound(1, 0));
  });

  it('prefers the quicker of two that succeed alike', () => {
    const quick = score({ ...idle, record: record(5, 0, [1_000]) });
    expect(quick).toBeGreaterThan(score({ ...idle, record: record(5, 0, [3_600_000]) }));
  });

  it('prefers the rested, the free and the familiar', () => {
    expect(score({ ...idle, idleMs: 600_000 })).toBeGreaterThan(score({ ...idle, idleMs: 0 }));
    expect(score(idle)).toBeGreaterThan(score({ ...idle, load: 0.5 }));
    expect(score({ ...idle, affinity: true })).toBeGreaterThan(score(idle));
  });

  it('takes the middle of the durations', () => {
    expect([medianOf([]), medianOf([5]), medianOf([9, 1]), medianOf([3, 1, 2])]).toEqual([null, 5, 5, 2]);
  });
});

it('knows what other systems call a capability', () => {
  expect(['build', 'Deploy', ' qa ', 'gardener'].map(canonical)).toEqual([
    'builder',
    'devops',
    'tester',
    'gardener',
  ]);
});
