import { useVirtualizer } from '@tanstack/react-virtual';
import { useRef, useState } from 'react';
import { plainText } from '../../../../src/contracts/plain-text.ts';
import { clock } from '../clock.ts';
import { spaced } from '../spaced.ts';
import styles from './event-rows.module.css';
import { eventWords } from './event-words.ts';
import type { ToldEvent } from './use-events.ts';

/** So many are drawn at once; more scroll in a window of their own. */
const FEW = 60;

/** Events in rows, each with its JSON where somebody wants it. */
export function EventRows({ events }: { events: readonly ToldEvent[] }) {
  if (events.length > FEW) return <ManyRows events={events} />;
  return (
    <ol className={styles.rows}>
      {events.map((event) => (
        <li key={event.seq} className={styles.row}>
          <Row told={event} />
        </li>
      ))}
    </ol>
  );
}

function ManyRows({ events }: { events: readonly ToldEvent[] }) {
  const box = useRef<HTMLElement>(null);
  const rows = useVirtualizer({
    count: events.length,
    getScrollElement: () => box.current,
    estimateSize: () => 34,
    getItemKey: (index) => events[index]?.seq ?? index,
    overscan: 12,
  });
  return (
    <section
      ref={box}
      className={styles.window}
      // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reachable with the keyboard
      tabIndex={0}
      aria-label={`${events.length} events`}
    >
      <ol className={styles.rows} style={{ height: rows.getTotalSize(), position: 'relative' }}>
        {rows.getVirtualItems().map(({ key, index, start }) => {
          const told = events[index];
          return (
            <li
              key={String(key)}
              ref={rows.measureElement}
              data-index={index}
              aria-setsize={events.length}
              aria-posinset={index + 1}
              className={styles.row}
              style={{ position: 'absolute', insetInline: 0, transform: `translateY(${start}px)` }}
            >
              {told && <Row told={told} />}
            </li>
          );
        })}
      </ol>
    </section>
  );
}

function Row({ told: { seq, at, event } }: { told: ToldEvent }) {
  const [open, setOpen] = useState(false);
  return (
    <>
      <button
        type="button"
        className={styles.head}
        aria-expanded={open}
        onClick={() => setOpen(!open)}
        data-event={event.type}
      >
        <span aria-hidden="true" className={styles.arrow}>
          {open ? '▾' : '▸'}
        </span>
        <time dateTime={new Date(at).toISOString()}>{clock(at)}</time>
        <strong>{spaced(event.type)}</strong>
        <span className={styles.words}>{eventWords(event)}</span>
      </button>
      {open && (
        // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reachable with the keyboard
        <pre className={styles.json} tabIndex={0}>
          {`event ${seq}\n${plainText(JSON.stringify(event, null, 2))}`}
        </pre>
      )}
    </>
  );
}
