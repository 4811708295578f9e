import type { ServiceView } from '../../src/contracts/board.ts';
import { plainText } from '../../src/contracts/plain-text.ts';
import { eventsOf } from './api.ts';
import styles from './text-block.module.css';
import { useAnswer } from './use-answer.ts';

/** What happened to a service, newest first. */
export function EventList({ service, token }: { service: ServiceView; token: string | null }) {
  const { name, state, since, live, attempt } = service;
  const asOf = `${name} ${state} ${since} ${live.state} ${attempt}`;
  const { value, problem } = useAnswer((signal) => eventsOf(name, token, signal), asOf, 10_000);
  const events = [...(value?.events ?? [])].sort((a, b) => b.seq - a.seq);
  return (
    <section className={styles.section} aria-label="Events">
      <h3 className={styles.title}>Events</h3>
      {problem && <p className={styles.problem}>The events cannot be read now: {problem}</p>}
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
