import type { CoordinatorProcess } from './coordinator-process.ts';

/** A ticket may be without a reason for as long as a commit takes, and what it waits for; true milliseconds. */
const patienceMs = 5_000;
/** Tickets are looked at once in so many milliseconds. */
const everyMs = 500;

/** Watches that every ticket that nobody has says why, also in the middle of everything. */
export class Unexplained {
  readonly #since = new Map<string, number>();
  #process: CoordinatorProcess | null = null;
  #looked = 0;

  /** The sentence about one that says nothing for too long; undefined where there is none. */
  look(process: CoordinatorProcess | null, now: number): string | undefined {
    // A coordinator that stands still, or cannot write, decides nothing meanwhile.
    if (!process?.listening || process.life.clock.stopped || process !== this.#process) {
      this.#process = process;
      this.#since.clear();
      return undefined;
    }
    if (now - this.#looked < everyMs) return undefined;
    this.#looked = now;
    const { coordinator } = process.line;
    for (const { context, state } of coordinator.tickets()) {
      const silent = state === 'open' && coordinator.why(context.id).length === 0;
      if (!silent) this.#since.delete(context.id);
      else if (!this.#since.has(context.id)) this.#since.set(context.id, now);
      else if (now - (this.#since.get(context.id) ?? now) > patienceMs)
        return `${context.id} waits and says nothing`;
    }
    return undefined;
  }
}
