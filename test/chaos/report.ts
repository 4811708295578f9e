import type { Violation } from '../checker/observation.ts';
import type { Fault } from './faults.ts';
import type { Recovery } from './probe.ts';
import type { Sample } from './sample.ts';
import type { Trend } from './trend.ts';

/** One fault as it went. */
export type Struck = {
  readonly fault: Fault;
  /** Seconds since the run began. */
  readonly s: number;
  /** Why it could not be made to happen, where it could not. */
  readonly missed?: string;
  readonly recovery?: Recovery;
};

export type ChaosReport = {
  readonly seed: number;
  readonly redis: 'own' | 'embedded';
  readonly commit: string;
  readonly seconds: number;
  readonly struck: readonly Struck[];
  /** How long the same takes with no fault before it. */
  readonly calm: readonly Recovery[];
  readonly work: Readonly<Record<string, number>>;
  readonly blocked: readonly string[];
  readonly proxies: Readonly<Record<string, number>>;
  readonly settledMs: number;
  readonly violations: readonly Violation[];
  readonly samples: readonly Sample[];
  readonly trends: readonly Trend[];
};

const at = (values: readonly number[], share: number): number | undefined =>
  [...values].sort((a, b) => a - b)[Math.min(values.length - 1, Math.floor(values.length * share))];

const span = (ms: number | undefined): string => (ms === undefined ? '–' : `${(ms / 1_000).toFixed(2)} s`);

function table(rows: readonly (readonly string[])[]): string {
  const widths = (rows[0] ?? []).map((_, n) => Math.max(...rows.map((row) => row[n]?.length ?? 0)));
  return rows
    .map((row) =>
      row
        .map((cell, n) => (n === 0 ? cell.padEnd(widths[n] ?? 0) : cell.padStart(widths[n] ?? 0)))
        .join('  ')
        .trimEnd(),
    )
    .join('\n');
}

function recoveryRow(name: string, injected: number, recoveries: readonly Recovery[]): string[] {
  const figures = (pick: (one: Recovery) => number | undefined) => {
    const values = recoveries.map(pick).filter((ms) => ms !== undefined);
    return [at(values, 0.5), at(values, 0.95), at(values, 1)].map(span);
  };
  const back = (one: Recovery) =>
    one.handsMs === undefined || one.servesMs === undefined ? undefined : Math.max(one.handsMs, one.servesMs);
  return [name, String(injected), ...figures(back), ...figures((one) => one.shippedMs)];
}

function faultTable(report: ChaosReport): string {
  const kinds = [...new Set(report.struck.map(({ fault }) => fault.kind))].sort();
  const recoveriesOf = (struck: readonly Struck[]) =>
    struck.flatMap(({ recovery }) => (recovery ? [recovery] : []));
  const rows = kinds.map((kind) => {
    const some = report.struck.filter(({ fault, missed }) => fault.kind === kind && missed === undefined);
    return recoveryRow(kind, some.length, recoveriesOf(some));
  });
  const happened = report.struck.filter(({ missed }) => missed === undefined);
  return table([
    ['fault', 'injected', 'back p50', 'p95', 'max', 'shipped p50', 'p95', 'max'],
    ...rows,
    recoveryRow('all', happened.length, recoveriesOf(happened)),
    recoveryRow('(no fault)', report.calm.length, report.calm),
  ]);
}

function trendTable({ trends }: ChaosReport): string {
  const number = (value: number) => value.toFixed(value < 10 ? 2 : 1);
  return table([
    ['figure', 'samples', 'first quarter', 'last quarter', 'per 10 min', 'verdict'],
    ...trends.map((one) => [
      one.figure,
      String(one.samples),
      number(one.firstQuarter),
      number(one.lastQuarter),
      number(one.slope),
      one.verdict,
    ]),
  ]);
}

/** The run for people: what was done to the line, how soon it was back, what was broken. */
export function chaosText(report: ChaosReport): string {
  const missed = report.struck.flatMap(({ fault, missed: why }) =>
    why === undefined ? [] : [`${fault.kind}: ${why}`],
  );
  const pairs = (of: Readonly<Record<string, number>>) =>
    Object.entries(of)
      .map(([name, count]) => `${name} ${count}`)
      .join(' · ');
  return [
    `chaos: seed ${report.seed}, commit ${report.commit}, ${report.redis} Redis, ${report.seconds} s`,
    'back: from the end of the fault until a spec saved then is in the hands of a worker that begins on it, and the',
    'standing service answers through the gateway; shipped: until that spec is in production, healthy, whatever struck next',
    '',
    faultTable(report),
    '',
    `work: ${pairs(report.work)}`,
    `proxies: ${pairs(report.proxies)}`,
    `at rest ${span(report.settledMs)} after the last fault; blocked then: ${report.blocked.length === 0 ? 'none' : ''}`,
    ...report.blocked.map((text) => `  ${text}`),
    ...(missed.length > 0 ? ['could not be made to happen:', ...missed.map((text) => `  ${text}`)] : []),
    ...(report.trends.some(({ verdict }) => verdict !== 'too short') ? ['', trendTable(report)] : []),
    '',
    `violations: ${report.violations.length}`,
    ...report.violations.map(
      ({ promise, seq, text }) => `  [${promise}] ${seq > 0 ? `#${seq} ` : ''}${text}`,
    ),
    '',
  ].join('\n');
}

/** True when nothing was broken and nothing grew. */
export function isClean(report: ChaosReport): boolean {
  return report.violations.length === 0 && report.trends.every(({ verdict }) => verdict !== 'not flat');
}
