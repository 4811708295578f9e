import type { LineFigures, ShippedChange } from '../contracts/metrics.ts';
import { bands } from './bands.ts';
import type { ChangeTrip } from './change-trip.ts';
import { localDayOf } from './local-days.ts';
import type { LogFold } from './log-fold.ts';
import { median, spreadOf } from './spread.ts';

const DAY = 24 * 3_600_000;
/** More points than a chart can show apart; the newest are sent. */
const pointsSent = 2_000;

type Asked = { readonly now: number; readonly days: number; readonly nameOf: (service: string) => string };
type Shipped = ChangeTrip & { readonly shippedAt: number };

/** The figures of the last so many local days, from what the log was folded into. */
export function figuresOf(fold: LogFold, { now, days, nameOf }: Asked): Omit<LineFigures, 'reading'> {
  const { ledger, since } = fold;
  const from = localDayOf(now, days - 1).from;
  const weekFrom = localDayOf(now, 6).from;
  const all = ledger.trips.all().filter(isShipped);
  const trips = all.filter(({ shippedAt }) => shippedAt >= from);
  const known = trips.filter(({ startedAt }) => startedAt !== null);
  const week = all.filter(({ shippedAt }) => shippedAt >= weekFrom);
  const former = localDayOf(now, 13).from;
  const weekBefore = all.filter(({ shippedAt }) => shippedAt >= former && shippedAt < weekFrom);
  const perDay = ledger.days.last(days, now);
  const shipped = sum(perDay.map((day) => day.shipped));
  const cycle = { window: cycleOf(trips), week: cycleOf(week), weekBefore: cycleOf(weekBefore) };
  const points = known.slice(-pointsSent).flatMap((trip) => pointOf(trip, nameOf));
  return {
    ...{ at: now, days, from, since },
    cycle: { ...cycle, trend: trendOf(cycle.week.median, cycle.weekBefore.median) },
    points,
    pointsLeftOut: shipped - points.length,
    assignedToday: perDay.at(-1)?.assigned ?? 0,
    deployedThisWeek: new Set(week.map(({ service }) => service)).size,
    firstPass: shareOf(known, ({ firstPass }) => firstPass),
    flow: flowOf(trips),
    cost: {
      usd: sumKnown(perDay.map(({ usd }) => usd)),
      tokens: sumKnown(perDay.map(({ tokens }) => tokens)),
      unknown: sum(perDay.map(({ unknown }) => unknown)),
      ...perChange(known),
    },
    perDay,
    dora: doraOf(fold, { from, now, trips, shipped }),
  };
}

function doraOf(
  { ledger, since, unwell }: LogFold,
  { from, now, trips, shipped }: { from: number; now: number; trips: readonly Shipped[]; shipped: number },
): LineFigures['dora'] {
  // A line that is younger than the window is measured by its own age.
  const elapsed = since === null ? 0 : Math.max(1, (now - Math.max(from, since)) / DAY);
  const perDay = shipped === 0 ? null : shipped / elapsed;
  const leads = trips.flatMap(({ seenAt, shippedAt }) => (seenAt === null ? [] : [shippedAt - seenAt]));
  const failures = shareOf(trips, ({ failed }) => failed);
  const restores = ledger.restores.all().flatMap((one) => (one.at >= from ? [one.at - one.from] : []));
  const [lead, restore] = [median(leads), median(restores)];
  return {
    deployments: { perDay, count: shipped, days: elapsed, band: bands.deployments(perDay, shipped) },
    leadTime: { median: lead, of: leads.length, band: bands.leadTime(lead, leads.length) },
    failures: { ...failures, band: bands.failures(failures.share, failures.of) },
    restore: {
      ...{ median: restore, of: restores.length, open: unwell },
      band: bands.restore(restore, restores.length),
    },
  };
}

function isShipped(trip: ChangeTrip): trip is Shipped {
  return trip.shippedAt !== null;
}

/** Of changes whose start is known. */
function cycleOf(trips: readonly Shipped[]) {
  return spreadOf(
    trips.flatMap(({ startedAt, shippedAt }) => (startedAt === null ? [] : [shippedAt - startedAt])),
  );
}

function pointOf(
  { service, n, cause, startedAt, shippedAt, firstPass }: Shipped,
  nameOf: Asked['nameOf'],
): ShippedChange[] {
  if (startedAt === null) return [];
  return [{ service: nameOf(service), change: n, cause, shippedAt, ms: shippedAt - startedAt, firstPass }];
}

function trendOf(week: number | null, before: number | null): number | null {
  return week === null || before === null || before === 0 ? null : ((week - before) / before) * 100;
}

function flowOf(trips: readonly Shipped[]): LineFigures['flow'] {
  const known = trips.flatMap(({ startedAt, shippedAt, workedMs }) =>
    startedAt === null ? [] : [{ workedMs, ms: shippedAt - startedAt }],
  );
  const workedMs = sum(known.map((trip) => trip.workedMs));
  const allMs = sum(known.map(({ ms }) => ms));
  return { share: allMs === 0 ? null : workedMs / allMs, of: known.length, workedMs, allMs };
}

function perChange(trips: readonly Shipped[]) {
  const known = trips.flatMap(({ usd, unknown }) => (usd === null || unknown > 0 ? [] : [usd]));
  return {
    perChange: median(known),
    changesKnown: known.length,
    changesUnknown: trips.length - known.length,
  };
}

function shareOf(trips: readonly Shipped[], is: (trip: Shipped) => boolean) {
  const count = trips.filter(is).length;
  return { share: trips.length === 0 ? null : count / trips.length, count, of: trips.length };
}

function sum(values: readonly number[]): number {
  return values.reduce((total, value) => total + value, 0);
}

function sumKnown(values: readonly (number | null)[]): number | null {
  const known = values.filter((value) => value !== null);
  return known.length === 0 ? null : sum(known);
}
