import type { Column, ServiceView } from '../../../src/contracts/board.ts';
import { cardFacts } from './card-facts.ts';
import { type CardRow, cardRow, higher, sameRow } from './card-row.ts';
import { placeIn } from './sorted.ts';
import { type Filter, filters, type Wish } from './wish.ts';

export const columns: readonly Column[] = ['SPEC', 'BUILD', 'TEST', 'PRODUCTION'];

type HeadRow = { readonly kind: 'head'; readonly id: string; readonly group: string; readonly count: number };
export type Row = CardRow | HeadRow;

/** One column: its rows from the top. Another object whenever anything of it changed. */
export type Lane = {
  readonly rows: readonly Row[];
  readonly count: number;
  /** Of them, with a session at work. */
  readonly working: number;
  /** The first row that the last step touched: those above stand where they stood. */
  readonly from: number;
};

export type Lanes = Readonly<Record<Column, Lane>>;
export type Counts = Readonly<Record<Filter, number>>;

type Places = { readonly cards: CardRow[]; working: number };
type Place = { readonly column: Column; readonly row: CardRow };

const none: Lane = { rows: [], count: 0, working: 0, from: 0 };

/** Services in their columns, filtered, grouped and sorted; a step costs what it changed and not what is there. */
export class Arrangement {
  readonly #wish: Wish;
  readonly #agentOf: (session: string) => string | undefined;
  readonly #shown = new Map<string, Place>();
  readonly #passing = new Map<string, readonly Filter[]>();
  readonly #places: Record<Column, Places> = {
    SPEC: empty(),
    BUILD: empty(),
    TEST: empty(),
    PRODUCTION: empty(),
  };
  #lanes: Lanes = { SPEC: none, BUILD: none, TEST: none, PRODUCTION: none };
  #counts: Counts = Object.freeze({ ...noCounts });

  constructor(wish: Wish, views: Iterable<ServiceView>, agentOf: (session: string) => string | undefined) {
    this.#wish = wish;
    this.#agentOf = agentOf;
    const counts = { ...noCounts };
    for (const view of views) {
      const place = this.#placeOf(view);
      if (place) {
        this.#shown.set(view.id, place);
        this.#places[place.column].cards.push(place.row);
        if (place.row.working) this.#places[place.column].working += 1;
      }
      this.#count(view.id, view, counts);
    }
    for (const column of columns) this.#places[column].cards.sort(higher);
    this.#counts = counts;
    this.#renew(new Map(columns.map((column) => [column, 0])));
  }

  get lanes(): Lanes {
    return this.#lanes;
  }

  /** How many services each filter lets through, whatever is searched. */
  get counts(): Counts {
    return this.#counts;
  }

  /** Takes the newest views of these services, undefined where one is gone; gives those that went to another column. */
  take(changes: Iterable<readonly [id: string, view: ServiceView | undefined]>): string[] {
    const moved: string[] = [];
    const touched = new Map<Column, number>();
    const touch = (column: Column, row: number) =>
      touched.set(column, Math.min(row, touched.get(column) ?? row));
    const counts = { ...this.#counts };
    for (const [id, view] of changes) {
      const before = this.#shown.get(id);
      const now = view ? this.#placeOf(view) : null;
      this.#count(id, view, counts);
      if (before && now && before.column === now.column && sameRow(before.row, now.row)) continue;
      if (before) touch(before.column, this.#remove(before));
      if (now) touch(now.column, this.#insert(now));
      else this.#shown.delete(id);
      if (before && now && before.column !== now.column) moved.push(id);
    }
    if (filters.some((filter) => counts[filter] !== this.#counts[filter])) this.#counts = counts;
    this.#renew(touched);
    return moved;
  }

  /** Where its card stands in its lane, counted in rows; null when it is not shown. */
  readonly find = (id: string): { readonly column: Column; readonly index: number } | null => {
    const place = this.#shown.get(id);
    if (!place) return null;
    const index = placeIn(this.#places[place.column].cards, place.row, higher);
    if (this.#wish.group === null) return { column: place.column, index };
    const { rows } = this.#lanes[place.column];
    return { column: place.column, index: rows.findIndex((row) => row.kind === 'card' && row.id === id) };
  };

  #placeOf(view: ServiceView): Place | null {
    const row = cardRow(view, this.#wish, this.#agentOf);
    return row && { column: view.column, row };
  }

  #remove({ column, row }: Place): number {
    const places = this.#places[column];
    const at = placeIn(places.cards, row, higher);
    places.cards.splice(at, 1);
    if (row.working) places.working -= 1;
    return at;
  }

  #insert(place: Place): number {
    const places = this.#places[place.column];
    const at = placeIn(places.cards, place.row, higher);
    places.cards.splice(at, 0, place.row);
    if (place.row.working) places.working += 1;
    this.#shown.set(place.row.id, place);
    return at;
  }

  #count(id: string, view: ServiceView | undefined, counts: Record<Filter, number>): void {
    const before = this.#passing.get(id) ?? [];
    const now = view ? cardFacts(view).passing : [];
    for (const filter of before) counts[filter] -= 1;
    for (const filter of now) counts[filter] += 1;
    if (now.length > 0) this.#passing.set(id, now);
    else this.#passing.delete(id);
  }

  #renew(touched: ReadonlyMap<Column, number>): void {
    if (touched.size === 0) return;
    const lanes = { ...this.#lanes };
    for (const [column, from] of touched) {
      const { cards, working } = this.#places[column];
      const count = cards.length;
      // Heads stand between the cards, and are counted anew: then all rows count as touched.
      lanes[column] =
        this.#wish.group === null
          ? { rows: cards, count, working, from }
          : { rows: withHeads(cards), count, working, from: 0 };
    }
    this.#lanes = lanes;
  }
}

const noCounts: Record<Filter, number> = {
  'needs-you': 0,
  waiting: 0,
  working: 0,
  blocked: 0,
  unhealthy: 0,
  paused: 0,
};

function empty(): Places {
  return { cards: [], working: 0 };
}

function withHeads(cards: readonly CardRow[]): Row[] {
  const rows: Row[] = [];
  for (let from = 0; from < cards.length; ) {
    const group = cards[from]?.group ?? '';
    let to = from;
    while (to < cards.length && cards[to]?.group === group) to += 1;
    rows.push({ kind: 'head', id: `head/${group}`, group, count: to - from });
    for (let at = from; at < to; at += 1) {
      const card = cards[at];
      if (card) rows.push(card);
    }
    from = to;
  }
  return rows;
}
