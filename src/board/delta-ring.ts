import type { BoardDelta } from '../contracts/board.ts';

/** Most service and session views one answer or the whole ring may hold; past it a snapshot is the smaller answer. */
const MOST_VIEWS = 20_000;

/** The newest deltas of one run, for boards that missed some. Bounded by their number and by the views they hold. */
export class DeltaRing {
  readonly #epoch: string;
  readonly #most: number;
  readonly #kept: BoardDelta[] = [];
  #views = 0;
  #last = 0;

  constructor(epoch: string, most: number) {
    this.#epoch = epoch;
    this.#most = most;
  }

  /** Deltas come in order, each numbered one more than the last. */
  push(delta: BoardDelta): void {
    this.#kept.push(delta);
    this.#last = delta.n;
    this.#views += viewsIn(delta);
    while (this.#kept.length > this.#most || this.#views > MOST_VIEWS) {
      const oldest = this.#kept.shift();
      if (!oldest) break;
      this.#views -= viewsIn(oldest);
    }
  }

  /** The deltas after `n`; null when some of them are gone or `epoch` is another run's. */
  since(epoch: string, n: number): BoardDelta[] | null {
    if (epoch !== this.#epoch || n > this.#last || n < 0) return null;
    const missed = this.#last - n;
    return missed > this.#kept.length ? null : this.#kept.slice(this.#kept.length - missed);
  }
}

function viewsIn(delta: BoardDelta): number {
  return (delta.services?.length ?? 0) + (delta.sessions?.length ?? 0);
}
