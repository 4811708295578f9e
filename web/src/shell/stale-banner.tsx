import type { Connection } from '../live/live-store.ts';
import styles from './banners.module.css';

/** While the server does not answer: what is shown is how it was, since when, and what happens next. */
export function StaleBanner({ connection }: { connection: Connection }) {
  if (connection.state !== 'stale' && connection.state !== 'refused') return null;
  return (
    <p className={styles.banner} role="alert">
      <span aria-hidden="true">▲</span>{' '}
      {connection.state === 'stale'
        ? `The line cannot be reached since ${new Date(connection.since).toLocaleTimeString()}. What you see is how it was then; it goes on by itself when the line is back.`
        : connection.why}
    </p>
  );
}
