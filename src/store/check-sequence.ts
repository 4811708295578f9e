import { AndonError } from '../errors.ts';
import type { EventRow } from './store.port.ts';

/** Refuses (`STORE_FAILED`) events whose numbers do not continue `last` one by one; returns the new last number. */
export function checkSequence(last: number, events: readonly EventRow[]): number {
  let expected = last;
  for (const event of events) {
    expected += 1;
    if (event.seq !== expected) {
      throw new AndonError(
        'STORE_FAILED',
        `The event of ${event.stream} has sequence number ${event.seq} where ${expected} comes next; nothing of its batch was written.`,
        { expected, got: event.seq },
      );
    }
  }
  return expected;
}
