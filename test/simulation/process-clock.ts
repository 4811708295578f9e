import type { Clock } from '../../src/coordinator/clock.port.ts';
import type { Timeline } from './timeline.ts';

/** The wall clock of the machine a world runs on: it may jump; true time does not. */
export type WallClock = { offset: number };

const epoch = 1_700_000_000_000;

/**
 * The clock of one simulated process. A dead process is called back no more; a stopped one is called back for all it
 * missed when it goes on, as SIGSTOP and SIGCONT have it.
 */
export class ProcessClock implements Clock {
  readonly #timeline: Timeline;
  readonly #wall: WallClock;
  #dead = false;
  #stoppedUntil = 0;

  constructor(timeline: Timeline, wall: WallClock) {
    this.#timeline = timeline;
    this.#wall = wall;
  }

  now(): number {
    return epoch + this.#timeline.now + this.#wall.offset;
  }

  monotonic(): number {
    return this.#timeline.now;
  }

  get stopped(): boolean {
    return this.#timeline.now < this.#stoppedUntil;
  }

  after(ms: number, callback: () => void): () => void {
    let cancel = () => {};
    const fire = () => {
      if (this.#dead) return;
      if (this.stopped) cancel = this.#timeline.after(this.#stoppedUntil - this.#timeline.now, fire);
      else callback();
    };
    cancel = this.#timeline.after(ms, fire);
    return () => cancel();
  }

  /** The process stands still for this long, milliseconds. */
  stop(ms: number): void {
    this.#stoppedUntil = Math.max(this.#stoppedUntil, this.#timeline.now + ms);
  }

  /** Goes on at once. What waited is still called when the stop would have ended. */
  goOn(): void {
    this.#stoppedUntil = 0;
  }

  kill(): void {
    this.#dead = true;
  }
}
