import type { StreamId, TimerRow } from '../store/store.port.ts';
import type { Clock } from './clock.port.ts';

/**
 * Timers of machines. The store keeps them, this arms them: one wake-up for the earliest. A timer that fired stays in
 * the store until the event it caused is committed (the machine cancels or restarts it by name), so none is lost.
 */
export class DurableTimers {
  readonly #clock: Clock;
  readonly #fire: (row: TimerRow) => void;
  readonly #timers = new Map<string, TimerRow>();
  #cancelWake: (() => void) | undefined;
  #wakeAt = Number.POSITIVE_INFINITY;

  constructor(clock: Clock, fire: (row: TimerRow) => void) {
    this.#clock = clock;
    this.#fire = fire;
  }

  /** Arms timers that are durable; one of the same name on the same stream replaces the former. */
  arm(rows: Iterable<TimerRow>): void {
    let earliest = this.#wakeAt;
    for (const row of rows) {
      this.#timers.set(keyOf(row), row);
      earliest = Math.min(earliest, row.dueAt);
    }
    if (earliest < this.#wakeAt) this.#wakeFor(earliest);
  }

  cancel(row: { stream: StreamId; timer: string }): void {
    this.#timers.delete(keyOf(row));
  }

  get size(): number {
    return this.#timers.size;
  }

  close(): void {
    this.#cancelWake?.();
    this.#cancelWake = undefined;
    this.#timers.clear();
  }

  #wakeFor(earliest: number): void {
    this.#cancelWake?.();
    this.#cancelWake = undefined;
    this.#wakeAt = earliest;
    if (earliest === Number.POSITIVE_INFINITY) return;
    this.#cancelWake = this.#clock.after(Math.max(0, earliest - this.#clock.now()), () => this.#due());
  }

  #due(): void {
    this.#cancelWake = undefined;
    this.#wakeAt = Number.POSITIVE_INFINITY;
    const now = this.#clock.now();
    for (const [key, row] of [...this.#timers]) {
      if (row.dueAt > now) continue;
      this.#timers.delete(key);
      this.#fire(row);
    }
    let earliest = Number.POSITIVE_INFINITY;
    for (const row of this.#timers.values()) earliest = Math.min(earliest, row.dueAt);
    this.#wakeFor(earliest);
  }
}

function keyOf(row: { stream: StreamId; timer: string }): string {
  return `${row.stream} ${row.timer}`;
}
