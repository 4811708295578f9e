import type { Connection } from '../live/live-store.ts';
import styles from './connection-mark.module.css';

/** Says whether what is shown is now, by word, shape and colour. */
export function ConnectionMark({ connection, behind }: { connection: Connection; behind: boolean }) {
  const [tone, shape, words] = sayingOf(connection, behind);
  return (
    <p className={`${styles.mark} ${styles[tone]}`} role="status" data-connection={connection.state}>
      <span aria-hidden="true">{shape}</span> {words}
    </p>
  );
}

function sayingOf(connection: Connection, behind: boolean): ['good' | 'warn' | 'bad', string, string] {
  switch (connection.state) {
    case 'live':
      return behind ? ['warn', '◐', 'catching up'] : ['good', '●', 'live'];
    case 'connecting':
      return ['warn', '◌', 'connecting'];
    case 'stale': {
      const since = new Date(connection.since).toLocaleTimeString();
      return ['warn', '▲', `reconnecting · stale since ${since}`];
    }
    case 'refused':
      return ['bad', '✕', 'refused'];
  }
}
