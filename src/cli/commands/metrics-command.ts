import { type Command, InvalidArgumentError } from 'commander';
import { amountText } from '../../../machines/policy/amounts.ts';
import { type Band, type LineFigures, lineFigures } from '../../contracts/metrics.ts';
import type { CommandContext } from '../command-context.ts';
import { textTable } from '../text-table.ts';

/** `andon metrics`: how the line flows, as far as its log tells. */
export function metricsCommand(program: Command, context: CommandContext): void {
  program
    .command('metrics')
    .description('how the line flows: cycle time, throughput, first-pass yield, the four of DORA')
    .option('--days <n>', 'of the last so many days, today included', days, 28)
    .option('--json', 'as JSON')
    .action(async (flags: { days: number; json?: boolean }) => {
      const figures = await context.client().get(`/api/metrics/line?days=${flags.days}`, lineFigures);
      context.show(flags.json, figures, () => figuresText(figures));
    });
}

/** The figures as text, what is not known yet said as such. */
export function figuresText(figures: LineFigures): string {
  const { cycle, firstPass, flow, cost, dora, reading, days } = figures;
  const shipped = figures.perDay.reduce((sum, day) => sum + day.shipped, 0);
  const dropped = figures.perDay.reduce((sum, day) => sum + day.dropped, 0);
  const rows = [
    ['cycle time, median', spanText(cycle.window.median), `of ${cycle.window.of} changes`],
    ['cycle time, 85 of 100', spanText(cycle.window.p85), trendText(cycle.trend)],
    ['shipped', String(shipped), dropped > 0 ? `${dropped} dropped for something newer` : ''],
    ['assigned by Andon today', String(figures.assignedToday), ''],
    ['services deployed in 7 days', String(figures.deployedThisWeek), ''],
    ['first-pass yield', shareText(firstPass.share), `${firstPass.count} of ${firstPass.of}`],
    ['flow efficiency', shareText(flow.share), ''],
    [
      'cost',
      cost.usd === null ? 'unknown' : amountText('usd', cost.usd),
      cost.unknown > 0 ? `pieces of work that did not say: ${cost.unknown}` : '',
    ],
    ['cost of a change, median', cost.perChange === null ? notYet : amountText('usd', cost.perChange), ''],
    ['deployments a day', numberText(dora.deployments.perDay), bandText(dora.deployments.band)],
    ['lead time, median', spanText(dora.leadTime.median), bandText(dora.leadTime.band)],
    ['change failure rate', shareText(dora.failures.share), bandText(dora.failures.band)],
    [
      'time to restore, median',
      spanText(dora.restore.median),
      dora.restore.open > 0 ? `${dora.restore.open} not well now` : bandText(dora.restore.band),
    ],
  ];
  return [
    `The last ${days} days.${reading ? ` The log is still being read: ${reading.done} of ${reading.of} events.` : ''}`,
    '',
    textTable(['FIGURE', 'VALUE', 'NOTE'], rows),
  ].join('\n');
}

const notYet = 'not enough yet';

function spanText(ms: number | null): string {
  if (ms === null) return notYet;
  const minutes = Math.round(ms / 60_000);
  if (minutes < 2) return `${Math.round(ms / 1_000)} s`;
  const [hours, rest] = [Math.floor(minutes / 60), minutes % 60];
  if (hours >= 48) return `${Math.floor(hours / 24)} d ${hours % 24} h`;
  return hours === 0 ? `${minutes} min` : `${hours} h ${rest} min`;
}

function shareText(share: number | null): string {
  return share === null ? notYet : `${Math.round(share * 100)} %`;
}

function numberText(value: number | null): string {
  return value === null ? notYet : String(Math.round(value * 100) / 100);
}

function trendText(percent: number | null): string {
  if (percent === null) return '';
  const change = `${Math.abs(Math.round(percent))} %`;
  return `this week's median is ${percent <= 0 ? `${change} shorter` : `${change} longer`} than last week's`;
}

function bandText(band: Band): string {
  return band === null ? '' : `${band} (DORA 2023)`;
}

function days(text: string): number {
  const n = Number(text);
  if (Number.isInteger(n) && n >= 1 && n <= 365) return n;
  throw new InvalidArgumentError('A whole number from 1 to 365.');
}
