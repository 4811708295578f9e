import { meaningOf } from '../../machines/states.ts';
import type { LineFigures } from '../contracts/metrics.ts';
import type { Clock } from '../coordinator/clock.port.ts';
import type { Coordinator, ServiceState } from '../coordinator/coordinator.port.ts';
import type { Log } from '../log.ts';
import type { Store } from '../store/store.port.ts';
import type { ChangeTrip } from './change-trip.ts';
import type { Figures, ShippedNow } from './figures.port.ts';
import { figuresOf } from './figures-of.ts';
import { LogFold } from './log-fold.ts';
import type { ServicePresent } from './service-flow.ts';

export type LogFiguresOptions = {
  readonly store: Pick<Store, 'eachEvent' | 'lastSeq'>;
  readonly coordinator: Pick<Coordinator, 'onCommitted' | 'service' | 'services'>;
  readonly clock: Pick<Clock, 'now'>;
  readonly log: Log;
};

/** Reads the log once, a page at a time, so that a long one holds nobody up; from then on each commit is folded in. */
export class LogFigures implements Figures {
  readonly #options: LogFiguresOptions;
  readonly #fold = new LogFold((trip) => this.#shipped(trip));
  readonly #listeners = new Set<(shipped: ShippedNow) => void>();
  readonly #stop: () => void;
  #current = false;
  #closed = false;

  constructor(options: LogFiguresOptions) {
    this.#options = options;
    this.#stop = options.coordinator.onCommitted(({ events }) => {
      // Until the log is read to its end, what is committed meanwhile is read with it.
      if (this.#current) for (const row of events) this.#fold.take(row);
    });
  }

  /** Resolves when the whole log is in; never rejects: figures are no reason to stop a line. */
  async read(): Promise<void> {
    const { store, coordinator, log } = this.#options;
    try {
      for (let read = -1; read < this.#fold.seq && this.#fold.seq < store.lastSeq() && !this.#closed; ) {
        read = this.#fold.seq;
        await store.eachEvent({ after: this.#fold.seq }, (row) => this.#fold.take(row));
      }
      if (this.#closed) return;
      for (const state of coordinator.services()) this.#fold.present(state.context.id, presentOf(state));
      this.#current = true;
    } catch (error) {
      if (this.#closed) return;
      log.error(
        { error: String(error), seq: this.#fold.seq },
        'the figures end where the log cannot be read',
      );
    }
  }

  of(days: number): LineFigures {
    const { coordinator, clock, store } = this.#options;
    const nameOf = (id: string) => coordinator.service(id)?.context.name ?? id;
    return {
      ...figuresOf(this.#fold, { now: clock.now(), days, nameOf }),
      reading: this.#current ? null : { done: this.#fold.seq, of: store.lastSeq() },
    };
  }

  onShipped(listener: (shipped: ShippedNow) => void): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  close(): void {
    this.#closed = true;
    this.#stop();
    this.#listeners.clear();
  }

  #shipped({ startedAt, shippedAt }: ChangeTrip): void {
    if (!this.#current || shippedAt === null) return;
    const ms = startedAt === null ? null : shippedAt - startedAt;
    for (const listener of this.#listeners) listener({ ms });
  }
}

function presentOf(state: ServiceState): ServicePresent {
  const { line, live, context } = state;
  const { change, block } = context;
  return {
    now: { line, live, change: change?.n ?? 0, cause: change?.cause ?? null },
    column: block?.code === 'retired' ? null : meaningOf(state).column,
    isUnderWay: change !== null && change.shippedAt === null && block?.code !== 'retired',
  };
}
