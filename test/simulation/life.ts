import { ProcessClock, type WallClock } from './process-clock.ts';
import type { Timeline } from './timeline.ts';

/** One run of a coordinator process, from its start to its death. */
export class Life {
  readonly clock: ProcessClock;
  readonly #endings: (() => void)[] = [];
  alive = true;

  constructor(timeline: Timeline, wall: WallClock) {
    this.clock = new ProcessClock(timeline, wall);
  }

  onDeath(ending: () => void): void {
    this.#endings.push(ending);
  }

  /** As SIGKILL: nothing of this process happens any more. */
  die(): void {
    if (!this.alive) return;
    this.alive = false;
    this.clock.kill();
    for (const ending of this.#endings) ending();
  }
}
