import type { Column } from '../contracts/board.ts';
import type { FiguresDay } from '../contracts/metrics.ts';
import { type LocalDay, localDayOf } from './local-days.ts';

type Columns = Readonly<Record<Column, number>>;
export type DaySum = { -readonly [Key in keyof Omit<FiguresDay, 'columns'>]: FiguresDay[Key] };

const nothing: Columns = { SPEC: 0, BUILD: 0, TEST: 0, PRODUCTION: 0 };
/** The longest window is a year. */
const daysKept = 400;

/** What happened on each local day, and how many services each column held at its end. */
export class DaySums {
  readonly #days = new Map<string, DaySum & { columns: Columns | null }>();
  #columns: Columns = nothing;
  /** As they were before the oldest day that is kept. */
  #before: Columns = nothing;
  #last: LocalDay = { day: '', from: 0, until: 0 };

  /** The sums of the day of this moment, to be added to. */
  at(at: number): DaySum {
    return this.#dayAt(at);
  }

  /** A service came into a column, left one, or both. */
  move(at: number, from: Column | null, to: Column | null): void {
    if (from === to) return;
    const columns = { ...this.#columns };
    if (from) columns[from] -= 1;
    if (to) columns[to] += 1;
    this.#columns = columns;
    this.#dayAt(at).columns = columns;
  }

  /** A service has been in this column since before anything that is known here. */
  always(column: Column): void {
    const more = (columns: Columns): Columns => ({ ...columns, [column]: columns[column] + 1 });
    this.#columns = more(this.#columns);
    this.#before = more(this.#before);
    for (const day of this.#days.values()) if (day.columns) day.columns = more(day.columns);
  }

  /** So many days, the day of `now` the last; a day on which nothing moved ends as the one before it. */
  last(days: number, now: number): FiguresDay[] {
    const wanted = Array.from({ length: days }, (_, index) => localDayOf(now, days - 1 - index).day);
    let columns = this.#columnsBefore(wanted[0] ?? '');
    return wanted.map((day) => {
      const sum = this.#days.get(day) ?? emptyDay(day);
      columns = sum.columns ?? columns;
      return { ...sum, columns };
    });
  }

  #columnsBefore(day: string): Columns {
    let columns = this.#before;
    for (const known of [...this.#days.keys()].sort()) {
      if (known >= day) break;
      columns = this.#days.get(known)?.columns ?? columns;
    }
    return columns;
  }

  #dayAt(at: number): DaySum & { columns: Columns | null } {
    // Rows come in order: nearly all are of the day of the one before.
    if (at < this.#last.from || at >= this.#last.until) this.#last = localDayOf(at);
    const { day } = this.#last;
    const known = this.#days.get(day);
    if (known) return known;
    const begun = emptyDay(day);
    this.#days.set(day, begun);
    if (this.#days.size > daysKept) this.#forgetOldest();
    return begun;
  }

  #forgetOldest(): void {
    const [oldest] = [...this.#days.keys()].sort();
    if (oldest === undefined) return;
    this.#before = this.#days.get(oldest)?.columns ?? this.#before;
    this.#days.delete(oldest);
  }
}

function emptyDay(day: string): DaySum & { columns: Columns | null } {
  return { day, shipped: 0, dropped: 0, assigned: 0, usd: null, tokens: null, unknown: 0, columns: null };
}
