import type { Clock } from './clock.port.ts';
import type { LatestSignals, Signal, Signals } from './signals.port.ts';

/** Signals in memory: the newest of each kind, per service. */
export class MemorySignals implements Signals {
  readonly #clock: Clock;
  readonly #listeners = new Set<(signal: Signal) => void>();
  readonly #latest = new Map<string, LatestSignals>();

  constructor(clock: Clock) {
    this.#clock = clock;
  }

  send(signal: Signal): void {
    const latest = this.#latest.get(signal.service) ?? {};
    switch (signal.kind) {
      case 'progress':
        this.#latest.set(signal.service, {
          ...latest,
          progress: {
            ticket: signal.ticket,
            percent: signal.percent,
            text: signal.text,
            at: this.#clock.now(),
          },
        });
        break;
      case 'tests':
        this.#latest.set(signal.service, {
          ...latest,
          tests: { passed: signal.passed, total: signal.total },
        });
        break;
      case 'activity':
        this.#latest.set(signal.service, { ...latest, activity: signal.text });
        break;
      case 'log':
        break;
    }
    for (const listener of this.#listeners) listener(signal);
  }

  on(listener: (signal: Signal) => void): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  latest(service: string): LatestSignals {
    return this.#latest.get(service) ?? {};
  }
}
