import type { ServiceView } from '../../../src/contracts/board.ts';
import styles from './health-mark.module.css';

type Live = ServiceView['live'];

const marks: Record<Live['health'], { shape: string; word: string }> = {
  none: { shape: '○', word: 'not released' },
  healthy: { shape: '●', word: 'healthy' },
  unhealthy: { shape: '▲', word: 'unhealthy' },
  recovering: { shape: '◐', word: 'recovering' },
  down: { shape: '✕', word: 'down' },
  missing: { shape: '◌', word: 'directory missing' },
};

/** Health of what serves, told by shape, word and colour, with its uptime. */
export function HealthMark({ live }: { live: Live }) {
  const { shape, word } = marks[live.health];
  return (
    <span className={`${styles.mark} ${styles[live.health]}`}>
      <span aria-hidden="true">{shape}</span> {word}
      {live.uptime !== null && live.health !== 'none' && (
        <span className={styles.uptime}>{percent(live.uptime)} up</span>
      )}
    </span>
  );
}

// Rounded down: 99.99 % must not read as 100 %.
function percent(share: number): string {
  return `${share === 1 ? 100 : (Math.floor(share * 1_000) / 10).toFixed(1)} %`;
}
