import type Database from 'libsql';
import { eventOf, type StoredEvent } from './libsql-rows.ts';
import { selectRows } from './select-rows.ts';
import type { EventQuery, EventRow } from './store.port.ts';

type Value = string | number;
type Condition = { readonly sql: string; readonly values: readonly Value[] };

/** SQLite reads a negative limit as none. */
const NO_LIMIT = -1;

/** Reads the journal. A statement is prepared once for every shape of query. */
export function eventSelector(database: Database.Database): (query: EventQuery) => EventRow[] {
  const prepared = new Map<string, Database.Statement>();
  return (query) => {
    const { limit = NO_LIMIT, newestFirst = false } = query;
    const conditions = conditionsOf(query);
    const sql = `SELECT * FROM events WHERE ${conditions.map((each) => each.sql).join(' AND ')}
      ORDER BY seq ${newestFirst ? 'DESC' : 'ASC'} LIMIT ?`;
    const statement = prepared.get(sql) ?? database.prepare(sql);
    prepared.set(sql, statement);
    const values = conditions.flatMap((each) => each.values);
    return selectRows<StoredEvent>(statement, ...values, limit).map(eventOf);
  };
}

function conditionsOf({ stream, kind, types, after = 0, upTo, from, until }: EventQuery): Condition[] {
  const found: Condition[] = [{ sql: 'seq > ?', values: [after] }];
  const add = (sql: string, ...values: Value[]) => void found.push({ sql, values });
  if (upTo !== undefined) add('seq <= ?', upTo);
  if (stream !== undefined) add('stream = ?', stream);
  // The `+` keeps to the order of the numbers: by the index of streams every page would be sorted anew.
  if (kind !== undefined) add('+stream >= ? AND +stream < ?', `${kind}/`, `${kind}0`);
  if (from !== undefined) add('at >= ?', from);
  if (until !== undefined) add('at < ?', until);
  if (types !== undefined)
    add(`json_extract(event, '$.type') IN (SELECT value FROM json_each(?))`, JSON.stringify(types));
  return found;
}
