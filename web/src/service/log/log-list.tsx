import { useVirtualizer } from '@tanstack/react-virtual';
import { type Ref, useEffect, useImperativeHandle, useLayoutEffect, useRef } from 'react';
import styles from './log-list.module.css';
import rowStyles from './log-row.module.css';
import { LogRow } from './log-row.tsx';
import { countOf, numberAt, rowOf } from './log-rows.ts';
import type { LogPicture, LogStore } from './log-store.ts';
import { useFollow } from './use-follow.ts';

const rowHeight = 20;
const beyond = 12;

export type LogListHandle = {
  /** Shows that line in the middle. */
  show(n: number): void;
  follow(): void;
  toStart(): void;
  focus(): void;
  /** Number of the first line that is seen. */
  seen(): number;
};

type ListProps = {
  readonly name: string;
  readonly store: LogStore;
  readonly picture: LogPicture;
  readonly q: string;
  readonly current: number | null;
  readonly named: number | undefined;
  readonly times: boolean;
  readonly wrap: boolean;
  /** Address of a line, but for its number. */
  readonly lineHref: string;
  readonly onName: (n: number) => void;
  readonly onFollowing: (state: { following: boolean; since: number }) => void;
  readonly handle: Ref<LogListHandle>;
};

/** The lines, as many of them as are seen; keeps the end in view while it follows. */
export function LogList(props: ListProps) {
  const { store, picture, wrap, onFollowing } = props;
  const { rows, last } = picture;
  const count = countOf(rows);
  const box = useRef<HTMLElement>(null);
  const { following, since, onScroll, onHand, start, stop } = useFollow(box, props.named === undefined, last);
  const virtual = useVirtualizer({
    count,
    getScrollElement: () => box.current,
    estimateSize: () => rowHeight,
    getItemKey: (row) => numberAt(rows, row),
    overscan: beyond,
  });
  const items = virtual.getVirtualItems();
  const from = items[0]?.index ?? 0;
  const to = items.at(-1)?.index ?? -1;

  // biome-ignore lint/correctness/useExhaustiveDependencies: another version may have lost lines that are seen
  useEffect(() => store.want(from, to), [store, from, to, picture.version]);

  // biome-ignore lint/correctness/useExhaustiveDependencies: a new last row is what calls for scrolling
  useLayoutEffect(() => {
    if (following && count > 0) virtual.scrollToIndex(count - 1, { align: 'end' });
  }, [following, count, last, wrap]);

  const digits = String(last).length;
  useLayoutEffect(() => box.current?.style.setProperty('--digits', `${digits}ch`), [digits]);

  // Heights that were measured while lines were wrapped hold no more.
  // biome-ignore lint/correctness/useExhaustiveDependencies: only a change of wrapping calls for it
  useLayoutEffect(() => virtual.measure(), [wrap]);

  useEffect(() => onFollowing({ following, since }), [onFollowing, following, since]);

  useImperativeHandle(props.handle, () => ({
    show(n) {
      stop();
      virtual.scrollToIndex(rowOf(rows, n), { align: 'center' });
    },
    follow: start,
    toStart() {
      stop();
      virtual.scrollToIndex(0);
    },
    focus: () => box.current?.focus(),
    seen: () => numberAt(rows, virtual.range?.startIndex ?? 0),
  }));

  return (
    <section
      ref={box}
      className={wrap ? `${styles.box} ${styles.wrapped} ${rowStyles.wrapped}` : styles.box}
      aria-label={`Log of ${props.name}`}
      // biome-ignore lint/a11y/noNoninteractiveTabindex: a scrolling region must be reachable by keyboard
      tabIndex={0}
      onScroll={onScroll}
      onWheel={onHand}
      onPointerDown={onHand}
      onTouchMove={onHand}
      onKeyDown={onHand}
    >
      <div className={styles.all} style={{ height: virtual.getTotalSize() }}>
        <div className={styles.seen} style={{ transform: `translateY(${items[0]?.start ?? 0}px)` }}>
          {items.map(({ index, key }) => {
            const n = numberAt(rows, index);
            return (
              <div key={key} data-index={index} ref={wrap ? virtual.measureElement : undefined}>
                <LogRow
                  n={n}
                  line={store.line(n)}
                  href={`${props.lineHref}${n}`}
                  q={props.q}
                  current={props.current === n}
                  named={props.named === n}
                  times={props.times}
                  onName={props.onName}
                />
              </div>
            );
          })}
        </div>
      </div>
    </section>
  );
}
