import { beforeAll, describe, expect, it } from 'vitest';
import { figuresOf } from '../../src/metrics/figures-of.ts';
import { LogFold } from '../../src/metrics/log-fold.ts';
import { moment, type ToldLine } from './told-line.ts';
import { twoWeeks } from './two-weeks.ts';

// The sheet is of Berlin, where the two weeks have a night with an hour more.
beforeAll(() => {
  process.env.TZ = 'Europe/Berlin';
});

const MINUTE = 60_000;
const names: Readonly<Record<string, string>> = {
  a: 'alpha',
  b: 'beta',
  c: 'gamma',
  d: 'delta',
  e: 'epsilon',
};
const nameOf = (id: string) => names[id] ?? id;

function folded(line: ToldLine): LogFold {
  const fold = new LogFold();
  for (const row of line.rows) fold.take(row);
  return fold;
}

const sheetOf = (days: number, line = twoWeeks(), now = moment('2026-11-01 18:00')) =>
  figuresOf(folded(line), { now, days, nameOf });

/**
 * The changes that shipped, by hand; minutes:
 *
 *            started       shipped       cycle  seen   lead  worked on                                          first pass
 *   alpha 1  19th 09:00    19th 10:02       62  09:00    62  09:10–10:02                                   52   yes
 *   beta 1   20th 12:00    20th 17:30      330  12:00   330  12:30–13:30, 14:00–15:30, 16:00–17:30        240   no: two failures
 *   alpha 2  24th 20:00+2  25th 09:00+1    840  20:00   840  08:00–09:00                                   60   yes
 *   alpha 3  26th 02:01    26th 03:30       89  (incident)   02:10–03:30                                   80   yes
 *   gamma 2  28th 00:21    28th 09:06      525  00:20   526  00:30–01:45, 09:00–09:06                      81   yes
 */
describe('the figures of two weeks agree with the sheet', () => {
  it('in the cycle time: median, the two high ranks, and the trend against the week before', () => {
    const { cycle } = sheetOf(14);
    // 62 89 330 525 840: the third; ranks ⌈0.85 × 5⌉ and ⌈0.95 × 5⌉ are both the fifth.
    expect(cycle.window).toEqual({ of: 5, median: 330 * MINUTE, p85: 840 * MINUTE, p95: 840 * MINUTE });
    // From Monday the 26th, seven days with today: 89 and 525.
    expect(cycle.week).toEqual({ of: 2, median: 307 * MINUTE, p85: 525 * MINUTE, p95: 525 * MINUTE });
    // 62, 330, 840
    expect(cycle.weekBefore).toEqual({ of: 3, median: 330 * MINUTE, p85: 840 * MINUTE, p95: 840 * MINUTE });
    // (307 − 330) ÷ 330
    expect(cycle.trend).toBeCloseTo(-6.97, 2);
  });

  it('in each point, with the night that has an hour more', () => {
    const { points, pointsLeftOut } = sheetOf(14);
    const row = (service: string, change: number, ms: number, when: string, more: object = {}) => ({
      ...{ service, change, ms: ms * MINUTE, shippedAt: moment(when), cause: 'spec', firstPass: true },
      ...more,
    });
    expect(points).toEqual([
      row('alpha', 1, 62, '2026-10-19 10:02'),
      row('beta', 1, 330, '2026-10-20 17:30', { firstPass: false }),
      row('alpha', 2, 840, '2026-10-25 09:00'),
      row('alpha', 3, 89, '2026-10-26 03:30', { cause: 'incident' }),
      row('gamma', 2, 525, '2026-10-28 09:06'),
    ]);
    expect(pointsLeftOut).toBe(0);
  });

  it('in what Andon assigned today, and what was deployed this week', () => {
    const { assignedToday, deployedThisWeek } = sheetOf(14);
    expect(assignedToday).toBe(2); // epsilon's ticket, twice
    expect(deployedThisWeek).toBe(2); // alpha and gamma
  });

  it('in first-pass yield and flow efficiency', () => {
    const { firstPass, flow } = sheetOf(14);
    expect(firstPass).toEqual({ share: 0.8, count: 4, of: 5 });
    // 52 + 240 + 60 + 80 + 81 of 62 + 330 + 840 + 89 + 525
    expect(flow).toEqual({ share: 513 / 1846, of: 5, workedMs: 513 * MINUTE, allMs: 1846 * MINUTE });
  });

  it('in what it cost, as far as that is known', () => {
    // 0.5 + 1 + 0.2 + 0.8; only alpha 1 and gamma 2 said it whole: the median of 0.5 and 0.8.
    expect(sheetOf(14).cost).toEqual({
      usd: 2.5,
      tokens: 1_000,
      unknown: 1,
      perChange: 0.65,
      changesKnown: 2,
      changesUnknown: 3,
    });
  });

  it('in every day: what shipped, was dropped, was assigned, and stood where at its end', () => {
    const at = (day: string, columns: string, does: object = {}) => {
      const [SPEC = 0, BUILD = 0, TEST = 0, PRODUCTION = 0] = columns.split(' ').map(Number);
      const none = { shipped: 0, dropped: 0, assigned: 0, usd: null, tokens: null, unknown: 0 };
      return { day, ...none, ...does, columns: { SPEC, BUILD, TEST, PRODUCTION } };
    };
    expect(sheetOf(14).perDay).toEqual([
      at('2026-10-19', '0 0 0 1', { shipped: 1, assigned: 1, usd: 0.5, tokens: 1_000 }),
      // What the person took is no assignment of Andon's.
      at('2026-10-20', '0 0 0 2', { shipped: 1, assigned: 2, usd: 1, unknown: 1 }),
      at('2026-10-21', '0 0 0 2'),
      at('2026-10-22', '0 0 0 2'),
      at('2026-10-23', '0 0 0 2'),
      at('2026-10-24', '0 1 0 1'),
      at('2026-10-25', '0 0 0 2', { shipped: 1, assigned: 1 }),
      at('2026-10-26', '0 0 0 2', { shipped: 1, assigned: 1 }),
      at('2026-10-27', '0 1 0 2', { assigned: 1 }),
      // gamma's first change, superseded
      at('2026-10-28', '0 0 0 3', { shipped: 1, dropped: 1, assigned: 1, usd: 1 }),
      // delta, retired: it is in no column
      at('2026-10-29', '0 0 0 3', { dropped: 1 }),
      at('2026-10-30', '0 1 0 2', { assigned: 1 }),
      at('2026-10-31', '0 1 0 2'),
      at('2026-11-01', '0 2 0 2', { assigned: 2 }),
    ]);
  });

  it('in the four of DORA', () => {
    const { dora } = sheetOf(14);
    // The log begins on the 19th at 07:00 UTC; until the 1st at 17:00 UTC that is 13 days and 10 hours.
    const days = 13 + 10 / 24;
    expect(dora.deployments).toEqual({ perDay: 5 / days, count: 5, days, band: 'high' });
    // 62 330 526 840; of fewer than five no group is named.
    expect(dora.leadTime).toEqual({ median: 428 * MINUTE, of: 4, band: null });
    // alpha 2 was taken back: one of five
    expect(dora.failures).toEqual({ share: 0.2, count: 1, of: 5, band: 'low' });
    // alpha, 02:00 to 02:05; beta is not well now
    expect(dora.restore).toEqual({ median: 5 * MINUTE, of: 1, open: 1, band: null });
  });

  it('in a window of a week, which begins at its midnight', () => {
    const week = sheetOf(7);
    expect(week.from).toBe(moment('2026-10-26 00:00'));
    expect(week.cycle.window).toEqual(week.cycle.week);
    expect(week.cycle.weekBefore.of).toBe(3);
    expect(week.perDay.map(({ day }) => day.slice(-2))).toEqual(['26', '27', '28', '29', '30', '31', '01']);
    expect(week.dora.failures).toMatchObject({ count: 0, of: 2 });
    // Seven midnights back is more than the age of nothing: 6 days and 18 hours.
    expect(week.dora.deployments.days).toBeCloseTo(6.75, 9);
  });
});
