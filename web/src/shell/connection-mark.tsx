import type { Connection } from '../live/live-store.ts';
import { AgeMark } from '../parts/age-mark.tsx';
import styles from './connection-mark.module.css';

/** Says whether what is shown is now, by word, shape and colour; and how old it is when it is not. */
export function ConnectionMark({ connection, behind }: { connection: Connection; behind: boolean }) {
  const [tone, shape, words] = sayingOf(connection, behind);
  return (
    <p className={`${styles.mark} ${styles[tone]}`} data-connection={connection.state}>
      <span role="status">
        <span aria-hidden="true">{shape}</span> {words}
      </span>
      {connection.state === 'stale' && (
        <span className={styles.age}>
          {' '}
          · <AgeMark since={connection.since} /> old
        </span>
      )}
    </p>
  );
}

function sayingOf(connection: Connection, behind: boolean): ['good' | 'warn' | 'bad', string, string] {
  switch (connection.state) {
    case 'live':
      return behind ? ['warn', '◐', 'catching up'] : ['good', '●', 'live'];
    case 'connecting':
      return ['warn', '◌', 'connecting'];
    case 'stale':
      return ['warn', '▲', 'stale'];
    case 'refused':
      return ['bad', '✕', 'refused'];
  }
}
