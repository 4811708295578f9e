import type { LogLine } from '../../../../src/contracts/logs.ts';

/** Lines that are kept in the page; those farthest from what is seen go first. */
const most = 30_000;

/** Lines of a log by number, as far as they were read. Null: the server has no such line any more. */
export class LogCache {
  readonly #lines = new Map<number, LogLine | null>();

  get(n: number): LogLine | null | undefined {
    return this.#lines.get(n);
  }

  put(lines: readonly LogLine[]): void {
    for (const line of lines) this.#lines.set(line.n, line);
  }

  /** These were asked for and did not come. */
  lost(numbers: Iterable<number>): void {
    for (const n of numbers) if (!this.#lines.has(n)) this.#lines.set(n, null);
  }

  /** The first of these that was never read. */
  missing(numbers: readonly number[]): number | undefined {
    return numbers.find((n) => !this.#lines.has(n));
  }

  /** Lets go of what is far from number `n` when there is too much. */
  keepNear(n: number): void {
    if (this.#lines.size <= most) return;
    const near = most / 3;
    for (const known of this.#lines.keys()) {
      if (Math.abs(known - n) > near) this.#lines.delete(known);
    }
  }

  clear(): void {
    this.#lines.clear();
  }
}
