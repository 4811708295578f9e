import type { ServiceView } from '../../../src/contracts/board.ts';
import { eventsView } from '../../../src/contracts/history.ts';
import { plainText } from '../../../src/contracts/plain-text.ts';
import { useRead } from '../api/use-read.ts';
import styles from '../parts/text-block.module.css';

/** What happened to a service, newest first. */
export function EventList({ service: { id, name } }: { service: ServiceView }) {
  const path = `/api/services/${encodeURIComponent(name)}/events`;
  const { data, error } = useRead(['service', id], path, eventsView);
  const events = [...(data?.events ?? [])].sort((a, b) => b.seq - a.seq);
  return (
    <section className={styles.section} aria-label="Events">
      <h3 className={styles.title}>Events</h3>
      {error && <p className={styles.problem}>The events cannot be read now: {error.message}</p>}
      <ol className={styles.events}>
        {events.map(({ seq, at, event }) => (
          <li key={seq} className={styles.event}>
            <time dateTime={new Date(at).toISOString()}>{shortly(at)}</time>
            <span>
              <strong>{event.type}</strong> <span className={styles.soft}>{restOf(event)}</span>
            </span>
          </li>
        ))}
      </ol>
    </section>
  );
}

function shortly(at: number): string {
  const day = new Date(at).toDateString() === new Date().toDateString();
  return new Date(at).toLocaleString(undefined, {
    ...(day ? {} : { day: '2-digit', month: 'short' }),
    hour: '2-digit',
    minute: '2-digit',
    second: '2-digit',
    hourCycle: 'h23',
  });
}

function restOf(event: Readonly<Record<string, unknown>>): string {
  const said = Object.entries(event)
    .filter(([key, value]) => key !== 'type' && value !== null && value !== '')
    .map(([key, value]) => `${key} ${typeof value === 'string' ? value : JSON.stringify(value)}`)
    .join(' · ');
  const text = plainText(said);
  return text.length > 400 ? `${text.slice(0, 400)} …` : text;
}
