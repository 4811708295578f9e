import type { LineView } from '../../src/contracts/board.ts';
import styles from './banners.module.css';

/** What concerns the whole line. */
export function Banners({ line }: { line: LineView }) {
  const sayings = [
    line.paused && 'The line is paused: facts are recorded, nothing is assigned, deployed or switched.',
    line.redis === 'down'
      ? `${line.redisProblem ?? 'Redis cannot be reached'}: nothing is lost, tickets wait, and work goes on by itself when it is back.`
      : line.redisProblem,
    line.catalog,
    line.incident,
  ].filter((saying) => typeof saying === 'string');
  if (sayings.length === 0) return null;
  return (
    <ul className={styles.banners} aria-label="About the whole line">
      {sayings.map((saying) => (
        <li key={saying} className={styles.banner} role="status">
          <span aria-hidden="true">▲</span> {saying}
        </li>
      ))}
    </ul>
  );
}
