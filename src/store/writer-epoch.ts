import { AndonError } from '../errors.ts';
import type { Transaction } from './libsql-transaction.ts';

type Row = { get(): number; put(value: number): void };

/**
 * The number of the database's writer: whoever opens it takes the next one, and every transaction looks first whether it
 * is still its own. The writer's lock makes one writer; should two have got in all the same (somebody removed the lock
 * file), the older one writes nothing more from this moment on.
 */
export class WriterEpoch {
  readonly #row: Row;
  #own: number | undefined;

  constructor(row: Row) {
    this.#row = row;
  }

  /** Makes this the one writer. Throws `STORE_FAILED` when the disk refuses. */
  take(transaction: Transaction): void {
    transaction(() => {
      const next = this.#row.get() + 1;
      this.#row.put(next);
      this.#own = next;
    });
  }

  /** Throws `NOT_WRITER` when a later one has opened the database. */
  check(): void {
    if (this.#own === undefined || this.#row.get() === this.#own) return;
    throw new AndonError(
      'NOT_WRITER',
      'Another coordinator has taken over this home; this one writes nothing more. Never remove writer.lock while Andon runs.',
    );
  }
}
