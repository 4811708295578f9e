import { useWindowVirtualizer } from '@tanstack/react-virtual';
import { useLayoutEffect, useRef, useState } from 'react';
import type { SessionView } from '../../../src/contracts/board.ts';
import { SessionRow } from './session-row.tsx';
import styles from './sessions.module.css';

/** From so many on only the rows that can be seen are in the page. */
const VIRTUAL_FROM = 200;
const ROW_PX = 96;

type Props = { readonly sessions: readonly SessionView[]; readonly heard: ReadonlyMap<string, number> };

export function SessionList({ sessions, heard }: Props) {
  if (sessions.length >= VIRTUAL_FROM) return <VirtualList sessions={sessions} heard={heard} />;
  return (
    <ul className={styles.list} aria-label="Sessions">
      {sessions.map((session) => (
        <li key={session.name}>
          <SessionRow session={session} heardAt={heard.get(session.name)} />
        </li>
      ))}
    </ul>
  );
}

function VirtualList({ sessions, heard }: Props) {
  const list = useRef<HTMLUListElement>(null);
  const [top, setTop] = useState(0);
  useLayoutEffect(() => setTop(list.current?.offsetTop ?? 0), []);
  const virtual = useWindowVirtualizer({
    count: sessions.length,
    estimateSize: () => ROW_PX,
    getItemKey: (index) => sessions[index]?.name ?? index,
    overscan: 6,
    scrollMargin: top,
  });
  return (
    <ul
      ref={list}
      className={styles.list}
      aria-label="Sessions"
      style={{ position: 'relative', height: virtual.getTotalSize() }}
    >
      {virtual.getVirtualItems().map(({ key, index, start }) => {
        const session = sessions[index];
        if (!session) return null;
        return (
          <li
            key={key}
            ref={virtual.measureElement}
            data-index={index}
            aria-setsize={sessions.length}
            aria-posinset={index + 1}
            className={styles.placed}
            style={{ transform: `translateY(${start - top}px)` }}
          >
            <SessionRow session={session} heardAt={heard.get(session.name)} />
          </li>
        );
      })}
    </ul>
  );
}
