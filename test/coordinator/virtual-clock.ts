import type { Clock } from '../../src/coordinator/clock.port.ts';

type Waiting = { at: number; order: number; callback: () => void; cancelled: boolean };

/** Time that passes only when `runNext` is called: every wait is an entry in one queue. */
export class VirtualClock implements Clock {
  #now = 1_700_000_000_000;
  #order = 0;
  readonly #waiting: Waiting[] = [];

  now(): number {
    return this.#now;
  }

  monotonic(): number {
    return this.#now;
  }

  after(ms: number, callback: () => void): () => void {
    const entry = { at: this.#now + Math.max(0, ms), order: this.#order++, callback, cancelled: false };
    let low = 0;
    let high = this.#waiting.length;
    while (low < high) {
      const middle = (low + high) >>> 1;
      const other = this.#waiting[middle];
      if (other && (other.at < entry.at || (other.at === entry.at && other.order < entry.order)))
        low = middle + 1;
      else high = middle;
    }
    this.#waiting.splice(low, 0, entry);
    return () => {
      entry.cancelled = true;
    };
  }

  /** When the next wait is due; undefined when nothing waits. */
  next(): number | undefined {
    while (this.#waiting[0]?.cancelled) this.#waiting.shift();
    return this.#waiting[0]?.at;
  }

  runNext(): void {
    const at = this.next();
    const entry = this.#waiting.shift();
    if (!entry || at === undefined) return;
    this.#now = Math.max(this.#now, at);
    entry.callback();
  }
}
