import type { EventRow, Store } from '../store/store.port.ts';

export type MomentsAround = {
  readonly first: EventRow | null;
  readonly here: EventRow | null;
  readonly earlier: EventRow | null;
  readonly later: EventRow | null;
};

/**
 * The events around a moment. The journal's times rise with its numbers, so each is found by halving: some twenty reads
 * of one row, however long the journal is.
 */
export function momentsAround(events: Store['events'], at: number): MomentsAround {
  const [first] = events({ limit: 1 });
  const [last] = events({ limit: 1, newestFirst: true });
  if (!first || !last) return { first: null, here: null, earlier: null, later: null };
  const next = (seq: number) => events({ after: seq, limit: 1 })[0] ?? null;
  /** Number of the last event for which it holds; it holds for the first ones, and then no more. */
  const lastWhere = (holds: (row: EventRow) => boolean): number => {
    let low = first.seq - 1;
    let high = last.seq;
    while (low < high) {
      const middle = Math.ceil((low + high) / 2);
      const row = next(middle - 1);
      if (row && holds(row)) low = Math.max(middle, row.seq);
      else high = middle - 1;
    }
    return low;
  };
  const byNumber = (seq: number) => (seq < first.seq ? null : next(seq - 1));
  const until = lastWhere((row) => row.at <= at);
  return {
    first,
    here: byNumber(until),
    earlier: byNumber(lastWhere((row) => row.at < at)),
    later: next(until),
  };
}
