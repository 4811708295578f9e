import type { Clock } from '../../src/coordinator/clock.port.ts';

/** A clock that stands until a test turns it; wall and monotonic time can be turned apart. */
export class HandClock implements Clock {
  wall = 1_700_000_000_000;
  mono = 0;
  #timers: { at: number; call: () => void }[] = [];

  now = () => this.wall;
  monotonic = () => this.mono;
  after = (ms: number, call: () => void) => {
    const timer = { at: this.mono + ms, call };
    this.#timers.push(timer);
    return () => {
      this.#timers = this.#timers.filter((other) => other !== timer);
    };
  };

  turn(ms: number): void {
    this.mono += ms;
    this.wall += ms;
    const due = this.#timers.filter(({ at }) => at <= this.mono).sort((a, b) => a.at - b.at);
    this.#timers = this.#timers.filter(({ at }) => at > this.mono);
    for (const { call } of due) call();
  }
}
