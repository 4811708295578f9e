import { ScatterChart } from '@mantine/charts';
import type { LineFigures, ShippedChange } from '../../../src/contracts/metrics.ts';
import { ChartBox } from './chart-box.tsx';
import { figureHelp } from './figure-help.ts';
import { momentText, spanText } from './figure-text.ts';
import styles from './metrics.module.css';
import { spanTicks } from './span-ticks.ts';

const causes = {
  spec: 'a spec',
  incident: 'an incident',
  'hand-edit': 'a hand edit',
  adoption: 'what was there',
};

/** Each shipped change as a point; a second try is told by its shape. */
export function CycleChart({ figures }: { figures: LineFigures }) {
  const { points, cycle, from, at, pointsLeftOut } = figures;
  const { median, p85, p95 } = cycle.window;
  const ticks = spanTicks(Math.max(0, ...points.map(({ ms }) => ms)));
  const lines = [
    { y: median, label: `50: ${spanText(median)}` },
    { y: p85, label: `85: ${spanText(p85)}` },
    { y: p95, label: `95: ${spanText(p95)}` },
  ].flatMap(({ y, label }, index, all) =>
    // Lines that coincide say it once, by the highest of them.
    y === null || all.slice(index + 1).some((other) => other.y === y)
      ? []
      : [{ y, label, color: 'var(--soft)' }],
  );
  return (
    <ChartBox
      title="Cycle time of each change"
      help={figureHelp.scatter}
      none={
        points.length === 0
          ? 'Each change that ships becomes a point here: when it shipped, and how long it took.'
          : null
      }
      columns={['Change', 'Shipped', 'Took', 'First pass', 'Cause']}
      rows={[...points]
        .reverse()
        .map((point) => [
          `${point.service} · ${point.change}`,
          momentText(point.shippedAt),
          spanText(point.ms),
          point.firstPass ? 'yes' : 'no',
          causeText(point),
        ])}
    >
      <ScatterChart
        h={260}
        data={[
          {
            name: 'changes',
            color: 'var(--accent)',
            data: points.map(({ shippedAt, ms, firstPass }, index) => ({
              ...{ shippedAt, ms, index, firstPass: firstPass ? 1 : 0 },
            })),
          },
        ]}
        dataKey={{ x: 'shippedAt', y: 'ms' }}
        valueFormatter={{ x: (x) => dateText(x), y: (y) => spanText(y) }}
        xAxisProps={{ domain: [from, at], tickCount: 6, minTickGap: 16 }}
        yAxisProps={{ width: 62, ticks, domain: [0, ticks.at(-1) ?? 0] }}
        referenceLines={lines}
        scatterProps={{ shape: Point }}
        tooltipProps={{
          content: ({ payload }) => <PointText point={points[indexOf(payload)]} />,
        }}
      />
      <p className={styles.legend}>
        <span>
          <span aria-hidden="true">●</span> shipped at the first try
        </span>
        <span>
          <span aria-hidden="true">▲</span> needed another
        </span>
        {pointsLeftOut > 0 && <span>{pointsLeftOut} more are not shown singly</span>}
      </p>
    </ChartBox>
  );
}

type Drawn = {
  readonly cx?: number | undefined;
  readonly cy?: number | undefined;
  readonly payload?: unknown;
};

function Point({ cx = 0, cy = 0, payload }: Drawn) {
  if (numberOf(payload, 'firstPass') === 1) return <circle cx={cx} cy={cy} r={4} fill="var(--accent)" />;
  return <path d={`M${cx} ${cy - 5}l5 9h-10z`} fill="var(--warn)" />;
}

function PointText({ point }: { point: ShippedChange | undefined }) {
  if (!point) return null;
  return (
    <div className={styles.tooltip}>
      <strong>{point.service}</strong> change {point.change}
      <div>
        {spanText(point.ms)}, shipped {momentText(point.shippedAt)}
      </div>
      <div>
        for {causeText(point)}
        {point.firstPass ? '' : '; needed another try'}
      </div>
    </div>
  );
}

function causeText({ cause }: ShippedChange): string {
  return cause === null ? 'unknown' : causes[cause];
}

function dateText(at: number): string {
  return new Date(at).toLocaleDateString(undefined, { day: 'numeric', month: 'short' });
}

function indexOf(payload: unknown): number {
  const first: unknown = Array.isArray(payload) ? payload[0] : undefined;
  const of: unknown =
    typeof first === 'object' && first !== null && 'payload' in first ? first.payload : null;
  return numberOf(of, 'index') ?? -1;
}

// What a drawn point hands back is not typed by the library.
function numberOf(of: unknown, name: string): number | null {
  const value: unknown = typeof of === 'object' && of !== null ? Reflect.get(of, name) : null;
  return typeof value === 'number' ? value : null;
}
