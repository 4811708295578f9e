import type { EventRow, Store } from '../store/store.port.ts';
import { lastWhere } from './moment-of.ts';

export type MomentsAround = {
  readonly first: EventRow | null;
  readonly here: EventRow | null;
  readonly earlier: EventRow | null;
  readonly later: EventRow | null;
};

/** The events around a moment, some twenty reads of one row each, however long the journal is. */
export function momentsAround(store: Pick<Store, 'events' | 'lastSeq'>, at: number): MomentsAround {
  const next = (seq: number) => store.events({ after: seq, limit: 1 })[0] ?? null;
  const byNumber = (seq: number) => (seq === 0 ? null : next(seq - 1));
  const until = lastWhere(store, (row) => row.at <= at);
  return {
    first: next(0),
    here: byNumber(until),
    earlier: byNumber(lastWhere(store, (row) => row.at < at)),
    later: next(until),
  };
}
