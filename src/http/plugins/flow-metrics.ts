import type { FastifyInstance } from 'fastify';
import { Counter, Gauge, Histogram, type Registry } from 'prom-client';
import type { LineFigures } from '../../contracts/metrics.ts';
import type { Figures } from '../../metrics/figures.port.ts';

const WINDOW_DAYS = 28;
/** Seconds: from a change of a minute to one of a week. */
const buckets = [60, 300, 900, 1_800, 3_600, 7_200, 14_400, 28_800, 86_400, 259_200, 604_800];

/** How the line flows, for Prometheus: gauges of the last 28 days as the board shows them, and every change that ships from this start on. */
export function flowMetrics(app: FastifyInstance, registry: Registry, figures: Figures): void {
  const registers = [registry];
  // Read once for all gauges of one answer.
  let read: LineFigures | undefined;
  const now = (): LineFigures => {
    if (!read) setImmediate(() => (read = undefined));
    read ??= figures.of(WINDOW_DAYS);
    return read;
  };
  const gauge = (name: string, help: string, value: (figures: LineFigures) => number | null): void => {
    new Gauge({
      name,
      help,
      registers,
      collect() {
        // What is not known yet is left out: a zero would be a claim.
        const known = value(now());
        if (known === null) this.remove();
        else this.set(known);
      },
    });
  };
  const seconds = (ms: number | null) => (ms === null ? null : ms / 1_000);
  gauge('andon_cycle_median_seconds', 'Median from start of a change to serving, 28 days', ({ cycle }) =>
    seconds(cycle.window.median),
  );
  gauge('andon_cycle_p85_seconds', '85 of 100 changes take no longer, 28 days', ({ cycle }) =>
    seconds(cycle.window.p85),
  );
  gauge('andon_first_pass_ratio', 'Changes that shipped without a failed try or verdict, 28 days', (line) => {
    return line.firstPass.share;
  });
  gauge(
    'andon_flow_efficiency_ratio',
    'Share of their time in which changes were worked on, 28 days',
    (line) => {
      return line.flow.share;
    },
  );
  gauge('andon_assigned_today', 'Tickets that Andon assigned by itself today', (line) => line.assignedToday);
  gauge('andon_deployments_per_day', 'Releases that came to serve, a day, 28 days', ({ dora }) => {
    return dora.deployments.perDay;
  });
  gauge('andon_lead_time_median_seconds', 'Median from spec or edit seen to serving, 28 days', ({ dora }) =>
    seconds(dora.leadTime.median),
  );
  gauge('andon_change_failure_ratio', 'Releases taken back or ended down, of all, 28 days', ({ dora }) => {
    return dora.failures.share;
  });
  gauge('andon_restore_median_seconds', 'Median from not well to well again, 28 days', ({ dora }) =>
    seconds(dora.restore.median),
  );

  const cycle = new Histogram({
    name: 'andon_cycle_seconds',
    help: 'From start of a change to serving, of those that shipped since this process began',
    buckets,
    registers,
  });
  const shipped = new Counter({
    name: 'andon_changes_shipped_total',
    help: 'Changes that shipped since this process began',
    registers,
  });
  const stop = figures.onShipped(({ ms }) => {
    shipped.inc();
    if (ms !== null) cycle.observe(ms / 1_000);
  });
  app.addHook('onClose', async () => stop());
}
