import { setImmediate as nextTurn } from 'node:timers/promises';
import type { EventQuery, EventRow, PagedQuery } from './store.port.ts';

/** Numbers looked through in one go: 2,000 rows of a service's journal are read and parsed in some 10 ms. */
const page = 2_000;

/**
 * Reads a query to its end, at most `last`, and lets others have their turn after each page. A page is a range of
 * numbers and not of rows, so that it is short also where few rows are asked for; of one stream, which has an index,
 * it is rows.
 */
export async function inPages(
  query: PagedQuery,
  select: (query: EventQuery) => EventRow[],
  last: number,
  take: (row: EventRow) => void,
): Promise<void> {
  const end = Math.min(query.upTo ?? last, last);
  let after = query.after ?? 0;
  while (after < end) {
    const rows =
      query.stream === undefined
        ? select({ ...query, after, upTo: Math.min(after + page, end) })
        : select({ ...query, after, upTo: end, limit: page });
    for (const row of rows) take(row);
    const isRead = query.stream !== undefined && rows.length < page;
    after = query.stream === undefined ? after + page : (rows.at(-1)?.seq ?? end);
    if (isRead) return;
    if (after < end) await nextTurn();
  }
}
