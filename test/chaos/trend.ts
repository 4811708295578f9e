import type { Sample } from './sample.ts';

/** How one figure went while the process it is of lived. */
export type Trend = {
  readonly figure: string;
  readonly samples: number;
  readonly firstQuarter: number;
  readonly lastQuarter: number;
  /** Least squares, per ten minutes. */
  readonly slope: number;
  readonly verdict: 'flat' | 'not flat' | 'grows with work' | 'too short';
};

/** Fewer samples than this (five minutes of a soak) say nothing: a heap takes minutes to find its size. */
const leastSamples = 30;
/** Caches fill and code is compiled in this share of a life; it is left out. */
const warmUp = 0.2;

/** What may be added to 15 % over the first quarter before a figure counts as growing: noise of one sample to the next. */
const slack: readonly (readonly [RegExp, number])[] = [
  [/^redis rss MB$/, 8],
  [/rss MB$/, 20],
  [/^redis memory MB$/, 2],
  // Finished jobs are kept up to a bound; a flush takes them all.
  [/^redis keys$/, 400],
  [/handles$/, 8],
  [/watch descriptors$/, 4],
  [/timers$/, 10],
  [/threads$/, 4],
  [/children$/, 6],
  [/./, 10],
];
/** History is kept: these grow with every change, as they are meant to. */
const withWork = /^home (database MB|records)$/;

const mean = (values: readonly number[]): number =>
  values.reduce((sum, value) => sum + value, 0) / Math.max(1, values.length);

/** Holds each figure's first quarter against its last, over the life of the newest process it is of. */
export function trends(samples: readonly Sample[]): Trend[] {
  const figures = new Set(samples.flatMap((sample) => Object.keys(sample.figures)));
  return [...figures].sort().map((figure) => {
    const pid = samples.findLast((sample) => figure in sample.figures)?.pids[figure];
    const points = samples.flatMap((sample) => {
      const value = sample.figures[figure];
      return value === undefined || sample.pids[figure] !== pid ? [] : [{ s: sample.s, value }];
    });
    const life = points.slice(Math.floor(points.length * warmUp));
    const quarter = Math.max(1, Math.floor(life.length / 4));
    const firstQuarter = mean(life.slice(0, quarter).map(({ value }) => value));
    const lastQuarter = mean(life.slice(-quarter).map(({ value }) => value));
    const [, more = 0] = slack.find(([name]) => name.test(figure)) ?? [];
    const isFlat = lastQuarter <= firstQuarter * 1.15 + more;
    const verdict =
      life.length < leastSamples
        ? 'too short'
        : withWork.test(figure)
          ? 'grows with work'
          : isFlat
            ? 'flat'
            : 'not flat';
    return { figure, samples: life.length, firstQuarter, lastQuarter, slope: slopeOf(life), verdict };
  });
}

function slopeOf(points: readonly { s: number; value: number }[]): number {
  const s = mean(points.map((point) => point.s));
  const value = mean(points.map((point) => point.value));
  const over = points.reduce((sum, point) => sum + (point.s - s) * (point.value - value), 0);
  const under = points.reduce((sum, point) => sum + (point.s - s) ** 2, 0);
  return under === 0 ? 0 : (over / under) * 600;
}
