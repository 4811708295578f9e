import type { EventRow, Store } from '../store/store.port.ts';

/**
 * Sequence number of the last event journaled at this moment or before it; 0 when none was. Where a clock was set back
 * it is one such number, and what it leads to was so once.
 */
export function lastAt(store: Pick<Store, 'events' | 'lastSeq'>, at: number): number {
  let [low, high] = [0, store.lastSeq()];
  while (low < high) {
    const middle = Math.ceil((low + high) / 2);
    const [row]: EventRow[] = store.events({ after: middle - 1, limit: 1 });
    if (row !== undefined && row.at <= at) low = middle;
    else high = middle - 1;
  }
  return low;
}
