import type { Connection } from '../live/live-store.ts';
import { AgeMark } from '../parts/age-mark.tsx';
import styles from './connection-mark.module.css';

type Props = {
  readonly connection: Connection;
  readonly behind: boolean;
  /** A moment of the past is shown, however well one is connected. */
  readonly past: boolean;
};

/** Says whether what is shown is now, by word, shape and colour; and how old it is when it is not. */
export function ConnectionMark({ connection, behind, past }: Props) {
  const [tone, shape, words] = sayingOf(connection, behind, past);
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

type Saying = ['good' | 'warn' | 'bad', string, string];

function sayingOf(connection: Connection, behind: boolean, past: boolean): Saying {
  switch (connection.state) {
    case 'live':
      if (past) return ['warn', '◷', 'the past'];
      return behind ? ['warn', '◐', 'catching up'] : ['good', '●', 'live'];
    case 'connecting':
      return ['warn', '◌', 'connecting'];
    case 'stale':
      return ['warn', '▲', 'stale'];
    case 'refused':
      return ['bad', '✕', 'refused'];
  }
}
