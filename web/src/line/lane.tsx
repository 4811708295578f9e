import { defaultRangeExtractor, type Range, useVirtualizer } from '@tanstack/react-virtual';
import { memo, useCallback, useContext, useEffect, useMemo, useRef } from 'react';
import type { Column } from '../../../src/contracts/board.ts';
import type { Lane } from './arrangement.ts';
import styles from './lane.module.css';
import { LineContext, useLane } from './line-source.ts';
import { MarkContext } from './mark.ts';
import { ServiceCard } from './service-card.tsx';
import { useAnchor } from './use-anchor.ts';
import { type Register, useCurrentCard, useLaneControl } from './use-lane-control.ts';

const GAP = 8;
const HEAD = 30;
const OVERSCAN = 4;

type Props = {
  readonly name: Column;
  /** What sessions could work on here at once. */
  readonly slots: number;
  readonly staleSince: number | null;
  readonly orderable: boolean;
  readonly register: Register;
};

const empty: Lane = { rows: [], count: 0, working: 0, from: 0 };

/** One column: as many cards as are seen of however many there are. */
export const LaneColumn = memo(function LaneColumn(props: Props) {
  const { name, slots, staleSince, orderable, register } = props;
  const source = useContext(LineContext);
  const marked = useContext(MarkContext);
  const mark = marked?.column === name ? marked.index : null;
  const last = useRef(0);
  const lane =
    useLane(
      name,
      useCallback(() => last.current, []),
    ) ?? empty;
  const find = useCallback((id: string) => source.get()?.find(id) ?? null, [source]);
  const { rows, count } = lane;
  const load = loadOf(lane.working, slots);
  const scroller = useRef<HTMLDivElement>(null);
  const [current, setCurrent] = useCurrentCard(scroller);
  const found = current === null ? null : find(current);
  const first = rows[0]?.kind === 'head' ? 1 : 0;
  const reachable = found?.column === name && found.index >= 0 ? found.index : first;
  // biome-ignore lint/correctness/useExhaustiveDependencies: rows are changed in place; another lane is the sign of it
  const keyOf = useCallback((index: number) => rows[index]?.id ?? index, [lane]);
  const extract = useCallback(
    (range: Range) => withIndex(defaultRangeExtractor(range), reachable),
    [reachable],
  );
  const virtual = useVirtualizer({
    count: rows.length,
    getScrollElement: () => scroller.current,
    estimateSize: (index) => heightOf(rows, index),
    getItemKey: keyOf,
    rangeExtractor: extract,
    overscan: OVERSCAN,
    gap: GAP,
    paddingStart: 2,
    paddingEnd: GAP,
    initialRect: { width: 300, height: 700 },
  });
  useAnchor(name, lane, find, virtual);

  useLaneControl(name, rows, virtual, setCurrent, register);
  const items = virtual.getVirtualItems();
  useEffect(() => {
    last.current = (virtual.range?.endIndex ?? 0) + OVERSCAN + 1;
  });
  const top = useStickyHead(lane, virtual.range?.startIndex ?? 0);
  return (
    <section className={styles.lane} aria-label={`${name}, ${count} services`} data-column={name}>
      <h2 className={styles.title}>
        {name} <span className={styles.count}>{count}</span>
        {load && <span className={styles.load}>{load}</span>}
      </h2>
      {count === 0 && <p className={styles.none}>nothing here</p>}
      <div ref={scroller} className={styles.scroller} data-scroll-restoration-id={`lane-${name}`}>
        {top && (
          <p className={`${styles.head} ${styles.sticky}`} aria-hidden="true">
            {top.group} <span className={styles.count}>{top.count}</span>
          </p>
        )}
        <ul className={styles.rows} style={{ height: virtual.getTotalSize() }}>
          {items.map(({ index, start, size }) => {
            const row = rows[index];
            if (!row) return null;
            if (row.kind === 'head') {
              return (
                <li key={row.id} className={styles.head} style={{ top: start, height: size }}>
                  {row.group} <span className={styles.count}>{row.count}</span>
                </li>
              );
            }
            return (
              <ServiceCard
                key={row.id}
                id={row.id}
                top={start}
                height={size}
                reachable={index === reachable}
                place={index + 1}
                orderable={orderable && row.waiting}
                staleSince={staleSince}
              />
            );
          })}
        </ul>
        {mark !== null && <span className={styles.mark} style={{ top: edgeOf(virtual, mark) }} />}
      </div>
    </section>
  );
});

function loadOf(working: number, slots: number): string | null {
  if (slots === 0) return working === 0 ? null : `${working} at work`;
  return `${working} / ${slots} at work`;
}

function heightOf(rows: Lane['rows'], index: number): number {
  const row = rows[index];
  return row?.kind === 'card' ? row.height : HEAD;
}

function edgeOf(
  { measurementsCache, getTotalSize }: Pick<Virtual, 'measurementsCache' | 'getTotalSize'>,
  at: number,
) {
  return Math.max(0, (measurementsCache[at]?.start ?? getTotalSize()) - GAP / 2);
}

type Virtual = ReturnType<typeof useVirtualizer<HTMLDivElement, Element>>;

function withIndex(indexes: number[], index: number): number[] {
  if (indexes.includes(index)) return indexes;
  return [...indexes, index].sort((a, b) => a - b);
}

/** The head of the group that the lane's first seen row stands under. */
function useStickyHead({ rows }: Lane, start: number) {
  return useMemo(() => {
    if (rows[0]?.kind !== 'head') return null;
    for (let at = start; at >= 0; at -= 1) {
      const row = rows[at];
      if (row?.kind === 'head') return row;
    }
    return null;
  }, [rows, start]);
}
