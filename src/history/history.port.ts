import type { ChangeHistory, PastBoard, PathMove, TicketHistory } from '../contracts/history.ts';
import type { MomentsAround } from './moments-around.ts';

/** A part of a list; `before` is what to ask the next part with, null where there is none. */
export type Page<Of> = { readonly items: Of[]; readonly before: number | null };
export type PageAsked = { readonly before?: number | undefined; readonly limit: number };

/** What was, read from the journal. Services are named by their ids. */
export interface History {
  /** The clock by which what is open goes on. */
  now(): number;
  /** The newest moves, oldest first; with `change` those of one change. */
  path(service: string, asked: PageAsked & { readonly change?: number | undefined }): Promise<Page<PathMove>>;
  /** What each change spent its time on, newest first. */
  changes(service: string, asked: PageAsked): Promise<Page<ChangeHistory>>;
  /** Every ticket there was, newest first. */
  tickets(service: string, asked: PageAsked): Promise<Page<TicketHistory>>;
  /** The board as it was at a moment, epoch milliseconds. Rejects with `TOO_MANY` while others wait for theirs. */
  boardAt(at: number): Promise<PastBoard>;
  /** The events around a moment: the first of all, the last until then, the one of a moment before it, the next. */
  around(at: number): MomentsAround;
}
