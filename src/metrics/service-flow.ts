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
    if (
      row.fact?.type === 'ReleaseSwitched' &&
      before?.line === 'release.switching' &&
      now.line !== before.line
    ) {
      this.#ship(row.at, row.fact.release);
    }
    if (now.change !== (before?.change ?? 0)) this.#begin(row.at, now);
    if (row.type === 'ServiceRetired') this.#end(row.at);
    this.#serving.take(row, before?.live ?? 'none', now.live);
    this.#now = now;
    this.#settleColumn(row, now);
    if (!ticketed.has(now.line)) this.#held.clear();
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
    const isKnown = this.#now !== null || !this.#hadPast;
    this.#held.clear();
    this.#trip = newTrip({
      service: this.id,
      n: now.change,
      cause: now.cause,
      seenAt: isKnown ? this.#seenFor(at, now.cause) : null,
      startedAt: isKnown ? at : null,
    });
  }

  #seenFor(at: number, cause: ServiceAfter['cause']): number | null {
    if (cause === 'incident') return null;
    return this.#seen[cause === 'spec' ? 'spec' : 'hand-edit'] ?? at;
  }

  /** A blocked service stays in the column where it stopped; a retired one is in none. */
  #settleColumn({ at, type, fact }: Row, { line }: ServiceAfter): void {
    const before = this.#column;
    if (type === 'ServiceRetired' && line === 'blocked') this.#column = null;
    else if (line !== 'blocked') this.#column = meaningOf({ line, context: { block: null } }).column;
    // Its record was refused: it is verified again.
    else if (fact?.type === 'ReleaseFailed' && fact.fault === 'record') this.#column = 'TEST';
    this.#ledger.moved(at, before, this.#column);
  }
}

function isRefusal(verdict: string): boolean {
  return verdict === 'failed' || verdict === 'flaky';
}
