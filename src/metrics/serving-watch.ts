import type { ChangeTrip } from './change-trip.ts';
import type { Ledger } from './ledger.ts';
import type { ToldFact } from './told-facts.ts';

type Row = { readonly at: number; readonly type: string; readonly fact: ToldFact | null };

/** Not well: what serves failed, and is on a rung of the ladder or down. */
const unwell: ReadonlySet<string> = new Set(['unhealthy', 'restarting', 'rollingBack', 'down']);
/** From here on the release itself is given up: it is taken back, or an incident of its own. */
const givenUp: ReadonlySet<string> = new Set(['rollingBack', 'down']);
/** More releases than can be gone back to. */
const releasesKept = 8;

/** What of one service serves, whether its release held, and how long it was not well. */
export class ServingWatch {
  readonly #service: string;
  readonly #ledger: Ledger;
  /** By release id, the newest last. */
  readonly #releases = new Map<string, ChangeTrip>();
  #serving: string | null = null;
  #live = 'none';
  #unwellSince: number | null = null;

  constructor(service: string, ledger: Ledger) {
    this.#service = service;
    this.#ledger = ledger;
  }

  get isUnwell(): boolean {
    return this.#unwellSince !== null;
  }

  /** The release of a change serves from now on. */
  served(release: string, trip: ChangeTrip): void {
    this.#releases.set(release, trip);
    this.#serving = release;
    const [oldest] = this.#releases.keys();
    if (this.#releases.size > releasesKept && oldest !== undefined) this.#releases.delete(oldest);
  }

  /** How it is, where nothing is known of before. */
  startFrom(live: string): void {
    this.#live = live;
  }

  take({ at, type, fact }: Row, live: string): void {
    // While its directory is missing the log does not say how it is: it is as it was.
    const [before, now] = [this.#live, live === 'missing' ? this.#live : live];
    this.#live = now;
    if (givenUp.has(now) && !givenUp.has(before) && this.#isForward(fact) === false) this.#noteFailed(type);
    if (fact?.type === 'RolledBack') this.#serving = fact.to;
    this.#noteHealth(at, type, before, now);
  }

  /** An operator who went back may go forward again: that says nothing against what serves meanwhile. */
  #isForward(fact: ToldFact | null): boolean {
    if (fact?.type !== 'RollbackAsked') return false;
    const ids = [...this.#releases.keys()];
    return ids.indexOf(fact.to) > ids.indexOf(fact.from);
  }

  #noteFailed(type: string): void {
    // A switch that failed says nothing about what served before it.
    if (type === 'SwitchFailed') return;
    const trip = this.#releases.get(this.#serving ?? '');
    if (trip) trip.failed = true;
  }

  #noteHealth(at: number, type: string, before: string, now: string): void {
    if (this.#unwellSince === null) {
      const began = unwell.has(now) && !unwell.has(before);
      // What an operator takes back was well, as far as probes tell.
      if (began && type !== 'RollbackAsked') this.#unwellSince = at;
      return;
    }
    if (unwell.has(now)) return;
    if (now === 'healthy') {
      this.#ledger.restored({ service: this.#service, from: this.#unwellSince, at });
    }
    this.#unwellSince = null;
  }
}
