import { readAfter, type ServiceAfter } from '../../machines/after.ts';
import { meaningOf } from '../../machines/states.ts';
import type { Column } from '../contracts/board.ts';
import { type ChangeTrip, newTrip } from './change-trip.ts';
import type { Ledger } from './ledger.ts';
import { ServingWatch } from './serving-watch.ts';
import type { ToldFact } from './told-facts.ts';

/** Somebody works, a gate runs or it is being deployed for as long as the line is in one of these. */
const busy: ReadonlySet<string> = new Set([
  'build.working',
  'build.verifying',
  'test.verifying',
  'release.deploying',
  'release.proving',
  'release.switching',
]);
/** In these the line waits while nobody holds its ticket, and somebody works while one is held. */
const ticketed: ReadonlySet<string> = new Set(['build.competing', 'test.writing', 'test.fixing']);

/** A service as it is now, in the words of the board. */
export type ServicePresent = {
  readonly now: ServiceAfter;
  /** Null: in none, for it is retired. */
  readonly column: Column | null;
  /** Its change has not shipped. */
  readonly isUnderWay: boolean;
};

type Row = { readonly at: number; readonly type: string; readonly fact: ToldFact | null };

/** One service as the log tells it: where its change is, how long it was worked on, and how what serves is doing. */
export class ServiceFlow {
  readonly id: string;
  readonly #ledger: Ledger;
  readonly #serving: ServingWatch;
  /** Rows before the log kept states: what happened then is not known. */
  readonly #hadPast: boolean;
  readonly #held = new Set<string>();
  #now: ServiceAfter | null = null;
  #at = 0;
  #column: Column | null = null;
  #isRetired = false;
  /** When the newest spec, or hand edit, that has not shipped yet was seen. */
  readonly #seen: { spec: number | null; 'hand-edit': number | null } = { spec: null, 'hand-edit': null };
  #trip: ChangeTrip | null = null;

  constructor(id: string, hadPast: boolean, ledger: Ledger) {
    this.id = id;
    this.#hadPast = hadPast;
    this.#ledger = ledger;
    this.#serving = new ServingWatch(id, ledger);
  }

  /** Its present health, for what is open now. */
  get isUnwell(): boolean {
    return this.#serving.isUnwell;
  }

  take(row: Row, afterText: string): void {
    const now = readAfter(afterText);
    if (!now) return;
    const before = this.#now;
    this.#passTime(row.at);
    this.#noteFact(row, before);
    const isFirst = before === null && this.#hadPast;
    const from = before?.line ?? (isFirst && now.line === 'shipped' ? 'release.switching' : '');
    if (isFirst) this.#begin(row.at, now);
    if (row.fact?.type === 'ReleaseSwitched' && from === 'release.switching' && now.line !== from) {
      this.#ship(row.at, row.fact.release);
    }
    if (isFirst && now.line === 'shipped') this.#trip = null;
    if (!isFirst && now.change !== (before?.change ?? 0)) this.#begin(row.at, now);
    if (row.type === 'ServiceRetired') this.#end(row.at);
    this.#serving.take(row, now.live);
    this.#now = now;
    this.#settleColumn(row, now);
    if (!ticketed.has(now.line)) this.#held.clear();
  }

  /** What it has been in since before the first row that says so: it had none. */
  startFrom({ now, column, isUnderWay }: ServicePresent): void {
    this.#now = now;
    this.#serving.startFrom(now.live);
    this.place(column);
    if (isUnderWay) this.#trip = this.#unknownTrip(now);
  }

  /** It stood in this column before anything is known of it; nothing to one that is known to be in another, or in none. */
  place(column: Column | null): void {
    if (this.#column !== null || this.#isRetired || column === null) return;
    this.#column = column;
    this.#ledger.days.always(column);
  }

  /** The time since its last row counts as worked on, if it was. */
  #passTime(at: number): void {
    const trip = this.#trip;
    if (trip?.shippedAt === null && this.#isWorkedOn()) trip.workedMs += Math.max(0, at - this.#at);
    this.#at = at;
  }

  #isWorkedOn(): boolean {
    const line = this.#now?.line ?? '';
    return busy.has(line) || (ticketed.has(line) && this.#held.size > 0);
  }

  #noteFact({ at, type, fact }: Row, before: ServiceAfter | null): void {
    const trip = this.#trip?.shippedAt === null ? this.#trip : null;
    if (type === 'SpecSeen') this.#seen.spec = at;
    if (type === 'TreeEdited') this.#seen['hand-edit'] = at;
    if (type === 'WorkSentBack' && trip) trip.firstPass = false;
    switch (fact?.type) {
      case 'TicketHeld':
        this.#held.add(fact.ticket);
        if (trip) this.#ledger.noteTicket(fact.ticket, trip);
        return;
      case 'TicketReopened':
        this.#held.delete(fact.ticket);
        return;
      case 'TicketExhausted':
        this.#held.delete(fact.ticket);
        if (trip && before?.line !== 'build.competing') trip.firstPass = false;
        return;
      case 'VerificationFinished':
        // Of several builds some may fail: the change goes on with another.
        if (trip && isRefusal(fact.verdict) && before?.line !== 'build.competing') trip.firstPass = false;
        return;
      case 'ReleaseFailed':
      case 'SwitchFailed':
        if (trip && fact.fault === 'work') trip.firstPass = false;
        return;
      default:
        return;
    }
  }

  #ship(at: number, release: string): void {
    const trip = this.#trip;
    if (!trip || trip.shippedAt !== null) return;
    trip.shippedAt = at;
    if (trip.cause === 'spec' && this.#seen.spec === trip.seenAt) this.#seen.spec = null;
    this.#serving.served(release, trip);
    this.#ledger.shipped(trip, at);
  }

  /** The change that was on the line comes to nothing. */
  #end(at: number): void {
    if (this.#trip?.shippedAt === null) this.#ledger.dropped(at);
    this.#trip = null;
  }

  #begin(at: number, now: ServiceAfter): void {
    this.#end(at);
    if (now.change === 0) return;
    this.#held.clear();
    if (this.#now === null && this.#hadPast) {
      this.#trip = this.#unknownTrip(now);
      return;
    }
    const { change: n, cause } = now;
    const seenAt = this.#seenFor(at, cause);
    this.#trip = newTrip({ service: this.id, n, cause, seenAt, startedAt: at });
  }

  /** A change that began before anything is known of it. */
  #unknownTrip({ change: n, cause }: ServiceAfter): ChangeTrip {
    return newTrip({ service: this.id, n, cause, seenAt: null, startedAt: null });
  }

  #seenFor(at: number, cause: ServiceAfter['cause']): number | null {
    if (cause === 'incident') return null;
    return this.#seen[cause === 'spec' ? 'spec' : 'hand-edit'] ?? at;
  }

  /** A blocked service stays in the column where it stopped; a retired one is in none. */
  #settleColumn({ at, type, fact }: Row, { line }: ServiceAfter): void {
    const before = this.#column;
    this.#isRetired = line === 'blocked' && (this.#isRetired || type === 'ServiceRetired');
    if (this.#isRetired) this.#column = null;
    else if (line !== 'blocked') this.#column = meaningOf({ line, context: { block: null } }).column;
    // Its record was refused: it is verified again.
    else if (fact?.type === 'ReleaseFailed' && fact.fault === 'record') this.#column = 'TEST';
    this.#ledger.moved(at, before, this.#column);
  }
}

function isRefusal(verdict: string): boolean {
  return verdict === 'failed' || verdict === 'flaky';
}
