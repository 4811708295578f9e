import type { Column } from '../contracts/board.ts';
import type { ChangeTrip } from './change-trip.ts';
import { DaySums } from './day-sums.ts';
import { Newest } from './newest.ts';
import type { ToldFact } from './told-facts.ts';

export type Restored = { readonly service: string; readonly from: number; readonly at: number };

/** So many shipped changes are kept singly: some five megabytes. */
const tripsKept = 10_000;
const restoredKept = 2_000;
/** What a ticket cost may be told a moment after it is over. */
const ticketsOverKept = 1_000;

/** What the fold of the log comes to; bounded, however long the log is. */
export class Ledger {
  readonly days = new DaySums();
  readonly trips = new Newest<ChangeTrip>(tripsKept);
  readonly restores = new Newest<Restored>(restoredKept);
  readonly #tickets = new Map<string, ChangeTrip>();
  readonly #over: string[] = [];
  readonly #onShipped: (trip: ChangeTrip) => void;

  constructor(onShipped: (trip: ChangeTrip) => void) {
    this.#onShipped = onShipped;
  }

  moved(at: number, from: Column | null, to: Column | null): void {
    this.days.move(at, from, to);
  }

  shipped(trip: ChangeTrip, at: number): void {
    this.days.at(at).shipped += 1;
    this.trips.push(trip);
    this.#onShipped(trip);
  }

  dropped(at: number): void {
    this.days.at(at).dropped += 1;
  }

  restored(restored: Restored): void {
    this.restores.push(restored);
  }

  /** Work on this ticket is work on that change. */
  noteTicket(ticket: string, trip: ChangeTrip): void {
    this.#tickets.set(ticket, trip);
  }

  ticketOver(ticket: string): void {
    if (!this.#tickets.has(ticket)) return;
    this.#over.push(ticket);
    const oldest = this.#over.length > ticketsOverKept ? this.#over.shift() : undefined;
    if (oldest !== undefined) this.#tickets.delete(oldest);
  }

  /** A try at it failed for the work's sake. */
  failedTry(ticket: string): void {
    const trip = this.#tickets.get(ticket);
    if (trip?.shippedAt === null) trip.firstPass = false;
  }

  assigned(at: number): void {
    this.days.at(at).assigned += 1;
  }

  spent(at: number, { ticket, spent, over }: Extract<ToldFact, { type: 'BudgetSpent' }>): void {
    const day = this.days.at(at);
    const silent = over && spent.usd === null ? 1 : 0;
    day.usd = plus(day.usd, spent.usd);
    day.tokens = plus(day.tokens, spent.tokens);
    day.unknown += silent;
    const trip = this.#tickets.get(ticket);
    if (!trip) return;
    trip.usd = plus(trip.usd, spent.usd);
    trip.unknown += silent;
  }
}

function plus(one: number | null, other: number | null): number | null {
  return other === null ? one : (one ?? 0) + other;
}
