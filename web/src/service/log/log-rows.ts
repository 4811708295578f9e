/** Which lines are shown, by row: all numbers of a stretch, or those a filter means. */
export type LogRows =
  | { readonly kind: 'all'; readonly first: number; readonly last: number }
  | { readonly kind: 'some'; readonly numbers: readonly number[] };

export function countOf(rows: LogRows): number {
  return rows.kind === 'all' ? Math.max(0, rows.last - rows.first + 1) : rows.numbers.length;
}

/** The line's number in that row, counted from 0. */
export function numberAt(rows: LogRows, row: number): number {
  return rows.kind === 'all' ? rows.first + row : (rows.numbers[row] ?? 0);
}

/** The row of that line, or of the next that is shown; the last row for those after all. */
export function rowOf(rows: LogRows, n: number): number {
  const count = countOf(rows);
  if (rows.kind === 'all') return clamp(n - rows.first, count);
  return clamp(indexOf(rows.numbers, n), count);
}

/** How many of the rows are lines after number `n`. */
export function countAfter(rows: LogRows, n: number): number {
  return rows.kind === 'all'
    ? Math.max(0, rows.last - n)
    : rows.numbers.length - indexOf(rows.numbers, n + 1);
}

/** Index of the first number that is not less than `n`, in a rising list. */
export function indexOf(numbers: readonly number[], n: number): number {
  let low = 0;
  let high = numbers.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((numbers[middle] ?? 0) < n) low = middle + 1;
    else high = middle;
  }
  return low;
}

function clamp(row: number, count: number): number {
  return Math.max(0, Math.min(row, count - 1));
}
