import type Database from 'libsql';

/** All rows of a SELECT. The statement and the schema decide the shape, so the caller names it. */
export function selectRows<Row>(statement: Database.Statement, ...parameters: (string | number)[]): Row[] {
  // The one cast at the border to SQL: libsql types every row as unknown.
  return statement.all(...parameters) as Row[];
}
