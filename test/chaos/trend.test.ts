import { describe, expect, it } from 'vitest';
import type { Sample } from './sample.ts';
import { trends } from './trend.ts';

const samples = (
  count: number,
  figure: string,
  value: (n: number) => number,
  pid = (_n: number) => 1,
): Sample[] =>
  Array.from({ length: count }, (_, n) => ({
    s: n * 10,
    figures: { [figure]: value(n) },
    pids: { [figure]: pid(n) },
  }));

const verdictOf = (all: readonly Sample[]) => trends(all)[0]?.verdict;

describe('trends', () => {
  it('calls what only trembles flat', () => {
    expect(verdictOf(samples(60, 'worker-1 handles', (n) => 40 + (n % 3)))).toBe('flat');
  });

  it('sees one handle more every ten seconds', () => {
    const [trend] = trends(samples(60, 'worker-1 handles', (n) => 40 + n));
    expect(trend).toMatchObject({ verdict: 'not flat' });
    expect(trend?.slope).toBeCloseTo(60);
  });

  it('forgives a start that settles', () => {
    expect(verdictOf(samples(60, 'coordinator rss MB', (n) => Math.min(200, 90 + n * 15)))).toBe('flat');
  });

  it('looks at the newest process alone', () => {
    const restarted = samples(
      80,
      'coordinator handles',
      (n) => (n < 40 ? 30 : 60),
      (n) => (n < 40 ? 1 : 2),
    );
    expect(trends(restarted)[0]).toMatchObject({ verdict: 'flat', firstQuarter: 60 });
  });

  it('says nothing of a short life', () => {
    expect(verdictOf(samples(10, 'worker-1 handles', (n) => n * 50))).toBe('too short');
  });

  it('knows what is meant to grow', () => {
    expect(verdictOf(samples(60, 'home database MB', (n) => n))).toBe('grows with work');
  });
});
