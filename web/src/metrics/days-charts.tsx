import { AreaChart, BarChart } from '@mantine/charts';
import type { FiguresDay, LineFigures } from '../../../src/contracts/metrics.ts';
import { ChartBox } from './chart-box.tsx';
import { figureHelp } from './figure-help.ts';
import { dayText, moneyText } from './figure-text.ts';
import styles from './metrics.module.css';

/** From here on a bar is a week: more days than can be told apart. */
const WEEKLY_FROM = 57;
const still = { isAnimationActive: false };
const dayAxis = { interval: 'equidistantPreserveStart', minTickGap: 16 } as const;

/** From below. */
const bands = [
  { name: 'PRODUCTION', color: 'var(--good)' },
  { name: 'TEST', color: 'var(--mantine-color-signal-7)' },
  { name: 'BUILD', color: 'var(--mantine-color-signal-4)' },
  { name: 'SPEC', color: 'var(--mantine-color-signal-2)' },
];
const ends = [
  { name: 'shipped', label: 'shipped', color: 'var(--accent)' },
  { name: 'dropped', label: 'ended without shipping', color: 'var(--warn)' },
];

/** In the order of the bands and bars, from above. */
function Legend({ series }: { series: readonly { readonly label: string; readonly color: string }[] }) {
  return (
    <p className={styles.legend}>
      {series.map(({ label, color }) => (
        <span key={label}>
          <span className={styles.swatch} style={{ background: color }} aria-hidden="true" />
          {label}
        </span>
      ))}
    </p>
  );
}

/** How many services each column held, day by day. */
export function ColumnsChart({ perDay }: Pick<LineFigures, 'perDay'>) {
  const isEmpty = perDay.every(({ columns }) => Object.values(columns).every((count) => count === 0));
  return (
    <ChartBox
      title="Cumulative flow"
      help={figureHelp.columns}
      none={isEmpty ? 'The services in each column, day by day, from the first one on the line.' : null}
      columns={['Day', 'SPEC', 'BUILD', 'TEST', 'PRODUCTION']}
      rows={[...perDay]
        .reverse()
        .map(({ day, columns: { SPEC, BUILD, TEST, PRODUCTION } }) => [
          dayText(day),
          ...[SPEC, BUILD, TEST, PRODUCTION].map(String),
        ])}
    >
      <AreaChart
        h={280}
        type="stacked"
        curveType="linear"
        withGradient={false}
        fillOpacity={0.75}
        strokeWidth={1}
        withDots={false}
        data={perDay.map(({ day, columns }) => ({ day: dayText(day), ...columns }))}
        dataKey="day"
        xAxisProps={dayAxis}
        areaProps={still}
        yAxisProps={{ width: 44, allowDecimals: false }}
        series={bands}
      />
      <Legend series={[...bands].reverse().map(({ name, color }) => ({ label: name, color }))} />
    </ChartBox>
  );
}

/** What shipped, and what ended without. */
export function ThroughputChart({ perDay }: Pick<LineFigures, 'perDay'>) {
  const bars = barsOf(perDay);
  const weekly = bars.length < perDay.length;
  return (
    <ChartBox
      title={weekly ? 'Throughput, by week' : 'Throughput, by day'}
      help={figureHelp.throughput}
      none={
        bars.some(({ shipped, dropped }) => shipped + dropped > 0)
          ? null
          : 'What ships will be counted here, from the first release on.'
      }
      columns={[weekly ? 'Week from' : 'Day', 'Shipped', 'Ended without']}
      rows={[...bars]
        .reverse()
        .map(({ day, shipped, dropped }) => [dayText(day), String(shipped), String(dropped)])}
    >
      <BarChart
        h={240}
        type="stacked"
        data={bars.map(({ day, shipped, dropped }) => ({ day: dayText(day), shipped, dropped }))}
        dataKey="day"
        xAxisProps={dayAxis}
        barProps={still}
        maxBarWidth={28}
        yAxisProps={{ width: 44, allowDecimals: false }}
        series={ends}
      />
      <Legend series={ends} />
    </ChartBox>
  );
}

/** What sessions said they used. */
export function CostChart({ perDay }: Pick<LineFigures, 'perDay'>) {
  const bars = barsOf(perDay);
  const weekly = bars.length < perDay.length;
  const told = bars.some(({ usd }) => usd !== null);
  return (
    <ChartBox
      title={weekly ? 'Cost, by week' : 'Cost, by day'}
      help={figureHelp.cost}
      none={told ? null : 'No session has said what its work cost. What one says is added up here by day.'}
      columns={[weekly ? 'Week from' : 'Day', 'Money', 'Tokens', 'Did not say']}
      rows={[...bars]
        .reverse()
        .map(({ day, usd, tokens, unknown }) => [
          dayText(day),
          moneyText(usd),
          tokens === null ? 'unknown' : tokens.toLocaleString(),
          String(unknown),
        ])}
    >
      <BarChart
        h={240}
        data={bars.map(({ day, usd }) => ({ day: dayText(day), usd: usd ?? 0 }))}
        dataKey="day"
        xAxisProps={dayAxis}
        barProps={still}
        maxBarWidth={28}
        valueFormatter={moneyText}
        yAxisProps={{ width: 60 }}
        series={[{ name: 'usd', label: 'money told', color: 'var(--accent)' }]}
      />
    </ChartBox>
  );
}

type Bar = Pick<FiguresDay, 'day' | 'shipped' | 'dropped' | 'usd' | 'tokens' | 'unknown'>;

/** Days, or sevens of them that end with today. */
function barsOf(perDay: readonly FiguresDay[]): readonly Bar[] {
  if (perDay.length < WEEKLY_FROM) return perDay;
  const first = perDay.length % 7;
  const weeks = [perDay.slice(0, first)];
  for (let from = first; from < perDay.length; from += 7) weeks.push(perDay.slice(from, from + 7));
  return weeks.flatMap(([begin, ...rest]) => (begin ? [rest.reduce<Bar>(sum, begin)] : []));
}

function sum(one: Bar, other: Bar): Bar {
  return {
    day: one.day,
    shipped: one.shipped + other.shipped,
    dropped: one.dropped + other.dropped,
    usd: plus(one.usd, other.usd),
    tokens: plus(one.tokens, other.tokens),
    unknown: one.unknown + other.unknown,
  };
}

function plus(one: number | null, other: number | null): number | null {
  return other === null ? one : (one ?? 0) + other;
}
