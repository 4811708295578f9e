import type { EventRow, Store } from '../store/store.port.ts';

type Journal = Pick<Store, 'events' | 'lastSeq'>;

/**
 * Sequence number of the last event journaled at this moment or before it; 0 when none was. Where a clock was set back
 * it is one such number, and what it leads to was so once.
 */
export function lastAt(journal: Journal, at: number): number {
  return lastWhere(journal, (row) => row.at <= at);
}

/**
 * Sequence number of the last event for which it holds, found by halving: it holds for the first ones, and then for no
 * more. 0 when it holds for none.
 */
export function lastWhere(journal: Journal, holds: (row: EventRow) => boolean): number {
  let low = 0;
  let high = journal.lastSeq();
  while (low < high) {
    const middle = Math.ceil((low + high) / 2);
    const [row] = journal.events({ after: middle - 1, limit: 1 });
    if (row !== undefined && holds(row)) low = row.seq;
    else high = middle - 1;
  }
  return low;
}
