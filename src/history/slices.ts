import { setImmediate as nextTurn } from 'node:timers/promises';

/** Longest stretch of work before others get their turn, milliseconds. */
const SLICE_MS = 8;

/** Long work in short stretches: the line goes on in between. */
export class Slices {
  #began = performance.now();

  /** Called between two small pieces; lets others have their turn when it has been long enough. */
  async turn(): Promise<void> {
    if (performance.now() - this.#began < SLICE_MS) return;
    await nextTurn();
    this.#began = performance.now();
  }
}
