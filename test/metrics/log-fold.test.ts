import { describe, expect, it } from 'vitest';
import { figuresOf } from '../../src/metrics/figures-of.ts';
import { LogFold } from '../../src/metrics/log-fold.ts';
import { Newest } from '../../src/metrics/newest.ts';
import { moment, ToldLine } from './told-line.ts';
import { twoWeeks } from './two-weeks.ts';

const now = moment('2026-11-01 18:00');
const read = (fold: LogFold) => figuresOf(fold, { now, days: 14, nameOf: (id) => id });

function folded(line: ToldLine): LogFold {
  const fold = new LogFold();
  for (const row of line.rows) fold.take(row);
  return fold;
}

/** A service that has been in production since the 25th with release r-1. */
function served(): ToldLine {
  const line = new ToldLine();
  line.service('2026-10-25 12:00', 'a', 'SpecSeen', ['build.awaiting', 'none', 1, 'spec']);
  shipped(line, '2026-10-25 13:00', 1);
  return line;
}

function shipped(
  line: ToldLine,
  when: string,
  n: number,
  then: [string, string, number, 'spec'] | null = null,
) {
  line.service(when, 'a', 'ReleaseProved', ['release.switching', n === 1 ? 'none' : 'healthy', n, 'spec']);
  line.service(
    when,
    'a',
    { type: 'ReleaseSwitched', release: `r-${n}` },
    then ?? ['shipped', 'healthy', n, 'spec'],
  );
}

describe('the fold of the log', () => {
  it('knows nothing of an empty log, and says so', () => {
    const figures = read(new LogFold());
    expect(figures.since).toBeNull();
    expect(figures.cycle).toEqual({
      window: { of: 0, median: null, p85: null, p95: null },
      week: { of: 0, median: null, p85: null, p95: null },
      weekBefore: { of: 0, median: null, p85: null, p95: null },
      trend: null,
    });
    expect(figures.firstPass.share).toBeNull();
    expect(figures.flow.share).toBeNull();
    expect(figures.cost).toMatchObject({ usd: null, perChange: null });
    expect(figures.dora.deployments).toMatchObject({ perDay: null, band: null });
    expect(figures.dora.restore).toMatchObject({ median: null, open: 0 });
    expect(figures.perDay).toHaveLength(14);
  });

  it('takes a row once, and comes to the same however the log is cut', () => {
    const { rows } = twoWeeks();
    const whole = new LogFold();
    for (const row of rows) whole.take(row);
    const again = new LogFold();
    for (const row of rows.slice(0, 40)) again.take(row);
    for (const row of rows.slice(20)) again.take(row);
    expect(read(again)).toEqual(read(whole));
    expect(again.seq).toBe(rows.length);
  });

  it('counts a change that ships while the next begins in the same step', () => {
    const line = served();
    line.service('2026-10-26 09:00', 'a', 'SpecSeen', ['build.awaiting', 'healthy', 2, 'spec']);
    shipped(line, '2026-10-26 10:00', 2, ['build.awaiting', 'healthy', 3, 'spec']);
    const { points, perDay } = read(folded(line));
    expect(points.map(({ change }) => change)).toEqual([1, 2]);
    expect(perDay.map(({ dropped }) => dropped)).not.toContain(1);
    expect(perDay.at(-1)?.columns).toEqual({ SPEC: 0, BUILD: 1, TEST: 0, PRODUCTION: 0 });
  });

  it('does not count a change twice that comes back to shipped', () => {
    const line = served();
    line.service('2026-10-26 09:00', 'a', 'SpecVanished', ['spec.missing', 'healthy', 1, 'spec']);
    line.service('2026-10-26 10:00', 'a', 'SpecSeen', ['shipped', 'healthy', 1, 'spec']);
    expect(
      read(folded(line))
        .perDay.map(({ shipped }) => shipped)
        .filter(Boolean),
    ).toEqual([1]);
  });

  it('measures no change that began before the log kept states, but counts its release', () => {
    const line = served();
    const fold = new LogFold();
    fold.take({ seq: 0.5, at: now, stream: 'service/a', event: { type: 'Opened' }, after: null });
    for (const row of line.rows) fold.take(row);
    const { cycle, firstPass, dora, points, pointsLeftOut } = read(fold);
    expect(cycle.window.of).toBe(0);
    expect(firstPass.of).toBe(0);
    expect([points.length, pointsLeftOut]).toEqual([0, 1]);
    expect(dora.deployments.count).toBe(1);
  });

  it('knows of a service nothing happened to, in a log of before it kept states, that it stood there all the time', () => {
    const fold = folded(served());
    const now = (state: string, change: number) => ({
      line: state,
      live: 'healthy',
      change,
      cause: 'spec' as const,
    });
    fold.present('b', { now: now('shipped', 4), column: 'PRODUCTION', isUnderWay: false });
    fold.present('c', { now: now('release.switching', 2), column: 'PRODUCTION', isUnderWay: true });
    fold.present('gone', { now: now('blocked', 1), column: null, isUnderWay: false });
    expect(read(fold).perDay.map(({ columns }) => columns.PRODUCTION)).toEqual([
      ...Array(6).fill(2),
      ...Array(8).fill(3),
    ]);
    const later = (seq: number, id: string, event: object, line: string, change: number) =>
      fold.take({
        ...{ seq, at: moment('2026-10-30 12:00'), stream: `service/${id}` as const },
        event: { type: '', ...event },
        after: JSON.stringify([line, 'healthy', change, 'spec']),
      });
    later(90, 'b', { type: 'SpecSeen' }, 'build.awaiting', 5);
    later(91, 'c', { type: 'ReleaseSwitched', release: 'r-9' }, 'shipped', 2);
    const { perDay, pointsLeftOut, dora } = read(fold);
    expect(perDay.at(-1)?.columns).toEqual({ SPEC: 0, BUILD: 1, TEST: 0, PRODUCTION: 2 });
    // What ships is counted; how long it took is not known.
    expect([dora.deployments.count, pointsLeftOut]).toEqual([2, 1]);
    expect(perDay.map(({ dropped }) => dropped)).not.toContain(1);
  });

  it('lays a failure to the release that served, and none to one an operator left by going forward again', () => {
    const line = served();
    line.service('2026-10-26 09:00', 'a', 'SpecSeen', ['build.awaiting', 'healthy', 2, 'spec']);
    shipped(line, '2026-10-26 10:00', 2);
    const asked = (from: string, to: string) => ({ type: 'RollbackAsked', from, to });
    line.service('2026-10-26 11:00', 'a', asked('r-2', 'r-1'), ['shipped', 'rollingBack', 2, 'spec']);
    line.service('2026-10-26 11:01', 'a', { type: 'RolledBack', from: 'r-2', to: 'r-1' }, [
      'shipped',
      'healthy',
      2,
      'spec',
    ]);
    const failures = () => read(folded(line)).dora.failures;
    expect(failures()).toMatchObject({ count: 1, of: 2 });
    line.service('2026-10-26 12:00', 'a', asked('r-1', 'r-2'), ['shipped', 'rollingBack', 2, 'spec']);
    expect(failures()).toMatchObject({ count: 1, of: 2 });
    // Nothing was unwell in all this.
    expect(read(folded(line)).dora.restore).toMatchObject({ of: 0, open: 0 });
  });

  it('does not hold a restart that helped, or trouble of the machine, against the release', () => {
    const line = served();
    line.service('2026-10-26 09:00', 'a', 'HealthFailed', ['shipped', 'restarting', 1, 'spec']);
    line.service('2026-10-26 09:02', 'a', 'HealthPassed', ['shipped', 'healthy', 1, 'spec']);
    line.service('2026-10-26 10:00', 'a', 'HealthFailed', ['shipped', 'unhealthy', 1, 'spec']);
    line.service('2026-10-26 10:10', 'a', 'HealthPassed', ['shipped', 'healthy', 1, 'spec']);
    const { failures, restore } = read(folded(line)).dora;
    expect(failures.count).toBe(0);
    expect(restore).toMatchObject({ median: 6 * 60_000, of: 2, open: 0 });
  });

  it('takes a service whose directory is missing for as well as it was before', () => {
    const line = served();
    line.service('2026-10-26 09:00', 'a', 'HealthFailed', ['shipped', 'restarting', 1, 'spec']);
    line.service('2026-10-26 09:01', 'a', 'DirectoryVanished', ['shipped', 'missing', 1, 'spec']);
    expect(read(folded(line)).dora.restore).toMatchObject({ of: 0, open: 1 });
    line.service('2026-10-26 09:30', 'a', 'DirectoryReturned', ['shipped', 'healthy', 1, 'spec']);
    expect(read(folded(line)).dora.restore).toMatchObject({ median: 30 * 60_000, of: 1, open: 0 });
  });

  it('lets one of several builds fail without a mark against the change', () => {
    const line = new ToldLine();
    const state = (name: string) => [name, 'none', 1, 'spec'] as const;
    line.service('2026-10-26 09:00', 'a', 'SpecSeen', state('build.competing'));
    line.service('2026-10-26 09:10', 'a', { type: 'TicketHeld', ticket: 't1' }, state('build.competing'));
    line.service(
      '2026-10-26 09:30',
      'a',
      { type: 'VerificationFinished', verdict: 'failed' },
      state('build.competing'),
    );
    line.service(
      '2026-10-26 09:40',
      'a',
      { type: 'VerificationFinished', verdict: 'passed' },
      state('release.deploying'),
    );
    shipped(line, '2026-10-26 10:00', 1);
    const { firstPass, flow } = read(folded(line));
    expect(firstPass).toEqual({ share: 1, count: 1, of: 1 });
    expect(flow.workedMs).toBe(50 * 60_000);
  });

  it('counts work that a person sent back as no first pass', () => {
    const line = new ToldLine();
    line.service('2026-10-26 09:00', 'a', 'SpecSeen', ['release.awaiting', 'none', 1, 'spec']);
    line.service('2026-10-26 09:10', 'a', 'WorkSentBack', ['test.fixing', 'none', 1, 'spec']);
    shipped(line, '2026-10-26 10:00', 1);
    expect(read(folded(line)).firstPass).toEqual({ share: 0, count: 0, of: 1 });
  });
});

describe('the newest', () => {
  it('are kept, and not many more', () => {
    const newest = new Newest<number>(3);
    for (let n = 1; n <= 20; n += 1) newest.push(n);
    expect(newest.all().slice(-3)).toEqual([18, 19, 20]);
    expect(newest.all().length).toBeLessThanOrEqual(6);
  });
});
