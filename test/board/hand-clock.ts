import type { Clock } from '../../src/coordinator/clock.port.ts';

/** A clock that stands until a test turns it. */
export class HandClock implements Clock {
  #now = 0;
  #timers: { at: number; call: () => void }[] = [];

  now = () => this.#now;
  monotonic = () => this.#now;
  after = (ms: number, call: () => void) => {
    const timer = { at: this.#now + ms, call };
    this.#timers.push(timer);
    return () => {
      this.#timers = this.#timers.filter((other) => other !== timer);
    };
  };

  turn(ms: number): void {
    const end = this.#now + ms;
    for (;;) {
      const next = this.#timers.filter(({ at }) => at <= end).sort((a, b) => a.at - b.at)[0];
      if (!next) break;
      this.#timers = this.#timers.filter((other) => other !== next);
      this.#now = next.at;
      next.call();
    }
    this.#now = end;
  }
}
