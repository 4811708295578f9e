import type { Clock } from '../coordinator/clock.port.ts';

/** Collects names and hands them on together, a fixed time after the first of them. */
export class HintBatch {
  readonly #clock: Clock;
  readonly #afterMs: number;
  readonly #deliver: (names: readonly string[]) => void;
  readonly #names = new Set<string>();
  #cancel: (() => void) | null = null;

  constructor(clock: Clock, afterMs: number, deliver: (names: readonly string[]) => void) {
    this.#clock = clock;
    this.#afterMs = afterMs;
    this.#deliver = deliver;
  }

  add(name: string): void {
    this.#names.add(name);
    this.#cancel ??= this.#clock.after(this.#afterMs, () => {
      this.#cancel = null;
      const names = [...this.#names];
      this.#names.clear();
      this.#deliver(names);
    });
  }

  close(): void {
    this.#cancel?.();
    this.#cancel = null;
    this.#names.clear();
  }
}
