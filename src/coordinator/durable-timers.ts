import type { StreamId, TimerRow } from '../store/store.port.ts';
import type { Clock } from './clock.port.ts';

type Armed = { readonly row: TimerRow; readonly dueAt: number };

/**
 * Timers of machines. The store keeps them, this arms them: one wake-up for the earliest. A timer that fired stays in
 * the store until the event it caused is committed (the machine cancels or restarts it by name), so none is lost. The
 * wall clock decides only what is left of a timer when it is armed; from then on the monotonic one does, so a wall clock
 * that is set neither delays nor hastens any.
 */
export class DurableTimers {
  readonly #clock: Clock;
  readonly #fire: (row: TimerRow) => void;
  readonly #timers = new Map<StreamId, Map<string, Armed>>();
  #cancelWake: (() => void) | undefined;
  #wakeAt = Number.POSITIVE_INFINITY;

  constructor(clock: Clock, fire: (row: TimerRow) => void) {
    this.#clock = clock;
    this.#fire = fire;
  }

  /** Arms timers that are durable; one of the same name on the same stream replaces the former. */
  arm(rows: Iterable<TimerRow>): void {
    const ahead = this.#clock.monotonic() - this.#clock.now();
    let earliest = this.#wakeAt;
    for (const row of rows) {
      const dueAt = row.dueAt + ahead;
      const ofStream = this.#timers.get(row.stream) ?? new Map<string, Armed>();
      this.#timers.set(row.stream, ofStream.set(row.timer, { row, dueAt }));
      earliest = Math.min(earliest, dueAt);
    }
    if (earliest < this.#wakeAt) this.#wakeFor(earliest);
  }

  cancel(row: { stream: StreamId; timer: string }): void {
    const ofStream = this.#timers.get(row.stream);
    ofStream?.delete(row.timer);
    if (ofStream?.size === 0) this.#timers.delete(row.stream);
  }

  /** The machine of this stream is over. */
  cancelAll(stream: StreamId): void {
    this.#timers.delete(stream);
  }

  get size(): number {
    let size = 0;
    for (const ofStream of this.#timers.values()) size += ofStream.size;
    return size;
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
    this.#cancelWake = this.#clock.after(Math.max(0, earliest - this.#clock.monotonic()), () => this.#due());
  }

  #due(): void {
    this.#cancelWake = undefined;
    this.#wakeAt = Number.POSITIVE_INFINITY;
    const now = this.#clock.monotonic();
    const due: TimerRow[] = [];
    let earliest = Number.POSITIVE_INFINITY;
    for (const ofStream of this.#timers.values()) {
      for (const { row, dueAt } of ofStream.values()) {
        if (dueAt <= now) due.push(row);
        else earliest = Math.min(earliest, dueAt);
      }
    }
    for (const row of due) {
      this.cancel(row);
      this.#fire(row);
    }
    this.#wakeFor(earliest);
  }
}
