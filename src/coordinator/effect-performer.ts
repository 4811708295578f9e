import { messageOf } from '../errors.ts';
import { faultPoint } from '../fault-points.ts';
import type { Log } from '../log.ts';
import type { OutboxRow, Store, StreamId } from '../store/store.port.ts';
import type { Clock } from './clock.port.ts';

/** Does one effect. Idempotent by the ids in it; rejecting means "again later". */
export type Perform = (effect: OutboxRow['effect'], stream: StreamId) => Promise<void>;

export type PerformerOptions = {
  readonly store: Store;
  readonly clock: Clock;
  readonly log: Log;
  readonly perform: Perform;
  /** False for an effect whose question is over: it is dropped. */
  readonly wanted: (row: OutboxRow) => boolean;
  /** True while a pause holds this effect back. */
  readonly heldBack: (row: OutboxRow) => boolean;
  /** Most effects under way at once. */
  readonly width?: number;
};

/**
 * An effect that was performed is struck from the outbox this much later, milliseconds, with others: each transaction
 * waits for the disk, and what a crash finds still owed is harmless to perform again.
 */
const markAfterMs = 50;
const markAtMost = 256;
/** What could not be struck (the disk is full) is tried again this much later, milliseconds. */
const markAgainMs = 1_000;

/**
 * Performs committed effects: in order within a stream, side by side across streams. An effect stays owed in the outbox
 * until it was performed, so a crash anywhere performs it again. A failed one is tried again with backoff, and holds up
 * its own stream only.
 */
export class EffectPerformer {
  readonly #options: PerformerOptions;
  readonly #width: number;
  readonly #streams = new Map<StreamId, OutboxRow[]>();
  readonly #ready = new Set<StreamId>();
  readonly #waiting = new Map<StreamId, () => void>();
  readonly #failures = new Map<StreamId, number>();
  readonly #idle: (() => void)[] = [];
  #active = 0;
  #done: string[] = [];
  /** Done, and the store would not say so: struck with the next that can be. */
  #unmarked: string[] = [];
  #marking = false;
  #cancelMark: (() => void) | undefined;
  #closed = false;

  constructor(options: PerformerOptions) {
    this.#options = options;
    this.#width = options.width ?? 128;
  }

  /** Takes rows that are durable now, in commit order. */
  owe(rows: readonly OutboxRow[]): void {
    for (const row of rows) {
      const queue = this.#streams.get(row.stream);
      if (queue) queue.push(row);
      else {
        this.#streams.set(row.stream, [row]);
        this.#ready.add(row.stream);
      }
    }
    this.#pump();
  }

  /** A pause ended, or a dependency came back: everything that waits is tried now. */
  retryNow(): void {
    for (const [stream, cancel] of this.#waiting) {
      cancel();
      this.#ready.add(stream);
    }
    this.#waiting.clear();
    this.#pump();
  }

  /** How many effects are owed. */
  get owed(): number {
    let count = 0;
    for (const queue of this.#streams.values()) count += queue.length;
    return count;
  }

  /** Resolves when nothing is being performed or marked. */
  async settled(): Promise<void> {
    while (this.#active > 0 || this.#marking || this.#ready.size > 0 || this.#done.length > 0) {
      if (this.#active === 0 && this.#ready.size === 0) void this.#mark();
      await new Promise<void>((resolve) => this.#idle.push(resolve));
    }
  }

  /** Starts nothing more; what is under way ends by itself and stays owed if it did not. */
  async close(): Promise<void> {
    this.#closed = true;
    for (const cancel of this.#waiting.values()) cancel();
    this.#waiting.clear();
    this.#ready.clear();
    await this.settled();
  }

  #pump(): void {
    for (const stream of this.#ready) {
      if (this.#closed || this.#active >= this.#width) return;
      this.#ready.delete(stream);
      this.#active += 1;
      void this.#next(stream);
    }
  }

  async #next(stream: StreamId): Promise<void> {
    const { perform, wanted, heldBack, log } = this.#options;
    const row = this.#streams.get(stream)?.[0];
    if (row) {
      try {
        if (heldBack(row)) {
          this.#wait(stream, 1_000);
        } else {
          faultPoint('coordinator.perform.before');
          if (wanted(row)) await perform(row.effect, stream);
          faultPoint('coordinator.perform.after');
          this.#finished(row);
        }
      } catch (error) {
        const failures = (this.#failures.get(stream) ?? 0) + 1;
        this.#failures.set(stream, failures);
        if (failures === 1 || failures % 10 === 0) {
          log.warn(
            { effect: row.id, type: row.effect.type, stream, failures, error: messageOf(error) },
            'effect failed',
          );
        }
        this.#wait(stream, Math.min(100 * 2 ** Math.min(failures, 10), 5_000));
      }
    }
    this.#active -= 1;
    this.#pump();
    this.#wakeIdle();
  }

  #finished(row: OutboxRow): void {
    this.#failures.delete(row.stream);
    const queue = this.#streams.get(row.stream);
    queue?.shift();
    if (queue && queue.length > 0) this.#ready.add(row.stream);
    else this.#streams.delete(row.stream);
    this.#done.push(row.id);
    if (this.#done.length >= markAtMost) void this.#mark();
    else this.#cancelMark ??= this.#options.clock.after(markAfterMs, () => void this.#mark());
  }

  async #mark(): Promise<void> {
    this.#cancelMark?.();
    this.#cancelMark = undefined;
    if (this.#marking) return;
    this.#marking = true;
    while (this.#done.length > 0) {
      const ids = [...this.#unmarked, ...this.#done];
      this.#unmarked = [];
      this.#done = [];
      try {
        await this.#options.store.markPerformed(ids);
      } catch (error) {
        // A crash before they are marked performs them again, which their ids make harmless.
        this.#options.log.warn({ error: messageOf(error) }, 'could not mark effects as performed');
        this.#unmarked = ids;
        this.#markAgain();
      }
    }
    this.#marking = false;
    this.#wakeIdle();
  }

  #markAgain(): void {
    if (this.#closed) return;
    this.#cancelMark ??= this.#options.clock.after(markAgainMs, () => {
      this.#done.push(...this.#unmarked.splice(0));
      void this.#mark();
    });
  }

  #wait(stream: StreamId, ms: number): void {
    if (this.#closed) return;
    const cancel = this.#options.clock.after(ms, () => {
      this.#waiting.delete(stream);
      this.#ready.add(stream);
      this.#pump();
    });
    this.#waiting.set(stream, cancel);
  }

  #wakeIdle(): void {
    if (this.#active === 0 && !this.#marking && this.#ready.size === 0) {
      for (const wake of this.#idle.splice(0)) wake();
    }
  }
}
