import type { EventRow } from '../store/store.port.ts';
import type { ChangeTrip } from './change-trip.ts';
import { Ledger } from './ledger.ts';
import { ServiceFlow, type ServicePresent } from './service-flow.ts';
import { toldFactOf } from './told-facts.ts';

export type FoldedRow = Pick<EventRow, 'seq' | 'at' | 'stream' | 'event' | 'after'>;

const ticketsOver: ReadonlySet<string> = new Set(['done', 'cancelled', 'exhausted', 'contradicted']);

/** The log, folded row by row into what the figures are made of. A row that was taken already changes nothing. */
export class LogFold {
  readonly ledger: Ledger;
  readonly #services = new Map<string, ServiceFlow>();
  /** Services with rows of before the log kept states. */
  readonly #older = new Set<string>();
  #seq = 0;
  #since: number | null = null;

  constructor(onShipped: (trip: ChangeTrip) => void = () => {}) {
    this.ledger = new Ledger(onShipped);
  }

  /** Number of the last row folded in. */
  get seq(): number {
    return this.#seq;
  }

  /** When the first row happened that says what its machine was in after it. */
  get since(): number | null {
    return this.#since;
  }

  get unwell(): number {
    let count = 0;
    for (const service of this.#services.values()) count += service.isUnwell ? 1 : 0;
    return count;
  }

  take({ seq, at, stream, event, after }: FoldedRow): void {
    if (seq <= this.#seq) return;
    this.#seq = seq;
    const slash = stream.indexOf('/');
    const kind = stream.slice(0, slash);
    const id = stream.slice(slash + 1);
    if (after === null) {
      if (kind === 'service') this.#older.add(id);
      return;
    }
    this.#since ??= at;
    const fact = toldFactOf(event);
    if (kind === 'service') this.#service(id).take({ at, type: event.type, fact }, after);
    if (fact?.type === 'TicketAssigned' && fact.asked !== true) this.ledger.assigned(at);
    if (fact?.type === 'WorkFailed' && fact.class === 'work') this.ledger.failedTry(id);
    if (fact?.type === 'BudgetSpent') this.ledger.spent(at, fact);
    if (kind === 'ticket' && ticketsOver.has(after)) this.ledger.ticketOver(id);
  }

  /**
   * A service as it is now, once the log is read: of one that nothing happened to since the log keeps states, that is how
   * it was all the time.
   */
  present(id: string, service: ServicePresent): void {
    const known = this.#services.get(id);
    if (known) {
      known.place(service.column);
      return;
    }
    this.#older.add(id);
    this.#service(id).startFrom(service);
  }

  #service(id: string): ServiceFlow {
    const known = this.#services.get(id);
    if (known) return known;
    const begun = new ServiceFlow(id, this.#older.has(id), this.ledger);
    this.#older.delete(id);
    this.#services.set(id, begun);
    return begun;
  }
}
