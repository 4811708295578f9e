import '@mantine/charts/styles.css';
import { Alert, SegmentedControl, Skeleton, Title } from '@mantine/core';
import { getRouteApi, useNavigate } from '@tanstack/react-router';
import { type LineFigures, lineFigures } from '../../../src/contracts/metrics.ts';
import { useRead } from '../api/use-read.ts';
import { useLive } from '../live/use-live.ts';
import { CycleChart } from './cycle-chart.tsx';
import { ColumnsChart, CostChart, ThroughputChart } from './days-charts.tsx';
import { DoraTiles } from './dora-tiles.tsx';
import { FlowTiles } from './flow-tiles.tsx';
import styles from './metrics.module.css';

const route = getRouteApi('/figures');
const choices = [7, 14, 28, 90, 365] as const;
const usual = 28;
const AGAIN_MS = 10_000;

/** How the line flows, from its log. */
export function MetricsPage() {
  const { days = usual } = route.useSearch();
  const navigate = useNavigate({ from: '/figures' });
  const past = useLive(({ at }) => at) !== null;
  const { data, error } = useRead(['line', 'figures', days], `/api/metrics/line?days=${days}`, lineFigures, {
    everyMs: AGAIN_MS,
  });
  const offered = choices.some((choice) => choice === days)
    ? choices
    : [...choices, days].sort((a, b) => a - b);
  return (
    <div className={styles.page}>
      <div className={styles.head}>
        <Title order={2}>Metrics</Title>
        <SegmentedControl
          aria-label="The last so many days"
          value={String(days)}
          onChange={(value) =>
            void navigate({ search: (before) => ({ ...before, days: Number(value) }), replace: true })
          }
          data={offered.map((choice) => ({
            value: String(choice),
            label: choice === 365 ? 'a year' : `${choice} d`,
          }))}
        />
      </div>
      {past && <Alert color="yellow">These are the figures of now; only the line is shown as it was.</Alert>}
      {error && (
        <Alert color="red" title="The figures could not be read">
          {error.message}
        </Alert>
      )}
      {data ? <Figures figures={data} /> : !error && <Skeleton height={420} />}
    </div>
  );
}

function Figures({ figures }: { figures: LineFigures }) {
  const { reading, since, days } = figures;
  return (
    <>
      {reading && (
        <Alert color="signal" role="status">
          The log is still being read: {Math.floor((100 * reading.done) / Math.max(1, reading.of))} % of it is
          in these figures.
        </Alert>
      )}
      {!reading && since === null && (
        <Alert color="signal" title="Nothing has happened on this line yet">
          With the first service the columns fill; with the first change that ships there is a cycle time.
          Each figure says what it is behind its question mark.
        </Alert>
      )}
      <section className={styles.section} aria-label="Flow">
        <FlowTiles figures={figures} />
      </section>
      <section className={styles.section} aria-labelledby="dora">
        <Title order={3} size="h2" id="dora">
          The four of DORA
        </Title>
        <p className={styles.note}>
          Compared with the groups of teams in the State of DevOps report of 2023, which are teams of people:
          a comparison, not a mark.
        </p>
        <DoraTiles dora={figures.dora} />
      </section>
      <section className={styles.section} aria-labelledby="courses">
        <Title order={3} size="h2" id="courses">
          The last {days === 1 ? 'day' : `${days} days`}
        </Title>
        <div className={styles.charts}>
          <CycleChart figures={figures} />
          <ColumnsChart perDay={figures.perDay} />
          <ThroughputChart perDay={figures.perDay} />
          <CostChart perDay={figures.perDay} />
        </div>
      </section>
    </>
  );
}
