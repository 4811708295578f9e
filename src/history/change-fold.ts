import type { Change } from '../../machines/service/service.context.ts';
import type { ChangeHistory, ChangeSpan } from '../contracts/history.ts';
import { type Going, goingOn, type Moment } from './going-on.ts';

type Trip = {
  n: number;
  cause: Change['cause'] | null;
  started: number;
  ended: number | null;
  outcome: ChangeHistory['outcome'];
  attempts: number;
  readonly spans: ChangeSpan[];
  readonly open: Map<string, { readonly going: Going; readonly from: number }>;
};

/**
 * What each change of a service spent its time on, from the moments of its history in their order. What comes before a
 * change, while its spec is written, belongs to it.
 */
export class ChangeFold {
  readonly #trips: Trip[] = [];

  take(at: number, moment: Moment): void {
    const { context, line } = moment;
    const isRetired = context.block?.code === 'retired';
    const own = isRetired ? null : changeOnTheLine(moment);
    const last = this.#trips.at(-1);
    if (isRetired || line === 'shipped') {
      // A quick change may begin and end between two rows; the one that shipped is told by its number.
      if (line === 'shipped' && context.change && last?.n !== context.change.n)
        this.#begin(at, context.change.n);
      this.#end(at, line === 'shipped' ? 'shipped' : 'retired', context.change);
      return;
    }
    const n = own?.n ?? context.changes + 1;
    if (last === undefined || last.ended !== null || last.n !== n) {
      this.#end(at, 'dropped', null);
      this.#begin(at, n);
    }
    const trip = this.#trips.at(-1);
    if (!trip) return;
    if (own) note(trip, own);
    show(trip, at, goingOn(moment));
  }

  /** Newest first. */
  changes(): ChangeHistory[] {
    return this.#trips.toReversed().map((trip) => {
      const open = [...trip.open.values()].map(({ going, from }) => ({ ...going, from, to: null }));
      const { n, cause, started, ended, outcome, attempts } = trip;
      return { n, cause, started, ended, outcome, attempts, spans: [...trip.spans, ...open] };
    });
  }

  #begin(at: number, n: number): void {
    this.#trips.push({
      ...{ n, cause: null, started: at, ended: null, outcome: 'open', attempts: 1 },
      spans: [],
      open: new Map(),
    });
  }

  #end(at: number, outcome: ChangeHistory['outcome'], change: Change | null): void {
    const trip = this.#trips.at(-1);
    if (!trip || trip.ended !== null) return;
    if (change?.n === trip.n) note(trip, change);
    show(trip, at, []);
    trip.ended = at;
    trip.outcome = outcome;
  }
}

/** The change that is on the line; null while the spec of the next one is written, or nothing can be made of it. */
function changeOnTheLine({ context: { change, block }, line }: Moment): Change | null {
  if (!change || change.shippedAt !== null) return null;
  const where = line === 'blocked' && block ? block.where : line;
  return where.startsWith('spec') || where === 'unknown' ? null : change;
}

function note(trip: Trip, { cause, attempt }: Change): void {
  trip.cause = cause;
  trip.attempts = Math.max(trip.attempts, attempt);
}

/** What is no longer so ends here, and what is new begins; what took no time is not told. */
function show(trip: Trip, at: number, now: readonly Going[]): void {
  const byLane = new Map(now.map((going) => [going.lane, going]));
  for (const [lane, { going, from }] of trip.open) {
    if (isSame(going, byLane.get(lane))) {
      byLane.delete(lane);
      continue;
    }
    trip.open.delete(lane);
    if (at > from) trip.spans.push({ ...going, from, to: at });
  }
  for (const [lane, going] of byLane) trip.open.set(lane, { going, from: at });
}

function isSame(a: Going, b: Going | undefined): boolean {
  return (
    b !== undefined &&
    a.kind === b.kind &&
    a.state === b.state &&
    a.label === b.label &&
    a.ticket === b.ticket &&
    a.session === b.session &&
    a.attempt === b.attempt
  );
}
