import type { Column } from '../../../src/contracts/board.ts';
import { columns } from './arrangement.ts';
import type { LineShown } from './line-follower.ts';
import type { LaneControl } from './use-lane-control.ts';

export type CardKey =
  | { readonly do: 'go'; readonly rows: number; readonly lanes: number }
  | { readonly do: 'menu' | 'pick' }
  | { readonly do: 'shift'; readonly by: 1 | -1 };

const go: Readonly<Record<string, readonly [rows: number, lanes: number]>> = {
  j: [1, 0],
  k: [-1, 0],
  h: [0, -1],
  l: [0, 1],
};
const arrows: Readonly<Record<string, string>> = {
  ArrowDown: 'j',
  ArrowUp: 'k',
  ArrowLeft: 'h',
  ArrowRight: 'l',
};

/** What a key means on the line, or null: letters from everywhere, the others on a card alone. */
export function cardKey(event: KeyboardEvent): CardKey | null {
  const on = event.target instanceof HTMLElement ? event.target : null;
  if (event.defaultPrevented || event.isComposing || event.metaKey || event.ctrlKey) return null;
  if (
    on?.closest(
      'input, textarea, select, [contenteditable], [role="dialog"], [role="menu"], [role="listbox"]',
    )
  ) {
    return null;
  }
  const card = on?.closest('[data-service]') ?? null;
  if (event.altKey) {
    if (!card || (event.key !== 'ArrowDown' && event.key !== 'ArrowUp')) return null;
    return { do: 'shift', by: event.key === 'ArrowDown' ? 1 : -1 };
  }
  if (card && event.key === '.') return { do: 'menu' };
  if (card && event.key === 'x') return { do: 'pick' };
  const way = go[event.key] ?? (card ? go[arrows[event.key] ?? ''] : undefined);
  return way ? { do: 'go', rows: way[0], lanes: way[1] } : null;
}

/** The row a key leads to from a card, or from nowhere: past the end of a lane it stays. */
export function target(
  key: Extract<CardKey, { do: 'go' }>,
  id: string | null,
  card: Element | null,
  { lanes, find }: LineShown,
  controls: ReadonlyMap<Column, LaneControl>,
): { readonly column: Column; readonly index: number } | null {
  const seen = columns.filter((name) => controls.has(name) && lanes[name].count > 0);
  const from = id === null ? null : find(id);
  const step = key.rows === 0 ? 1 : Math.sign(key.rows);
  if (!from) {
    const [column] = seen;
    return column ? { column, index: cardAt(lanes[column].rows, 0, 1) } : null;
  }
  if (key.lanes === 0) {
    const index = cardAt(lanes[from.column].rows, from.index + key.rows, step);
    return index < 0 ? null : { column: from.column, index };
  }
  const column = seen[seen.indexOf(from.column) + key.lanes];
  if (!column || !card) return null;
  const { top, height } = card.getBoundingClientRect();
  const row = controls.get(column)?.rowAt(top + height / 2) ?? 0;
  return { column, index: cardAt(lanes[column].rows, row, 1) };
}

/** The next row from `at` on that is a card, or -1. */
function cardAt(rows: LineShown['lanes'][Column]['rows'], at: number, step: number): number {
  for (let index = at; index >= 0 && index < rows.length; index += step) {
    if (rows[index]?.kind === 'card') return index;
  }
  return -1;
}
