import { Ways } from '../parts/ways.tsx';
import type { Call } from './needs-you.ts';
import styles from './needs-you-strip.module.css';

const MOST = 12;

/** What waits for a person; the ways on stand on the card and in the details it opens. */
export function NeedsYou({ calls, onOpen }: { calls: readonly Call[]; onOpen: (name: string) => void }) {
  if (calls.length === 0) return null;
  return (
    <section className={styles.strip} aria-labelledby="needs-you">
      <h2 id="needs-you" className={styles.title}>
        Needs you <span className={styles.count}>{calls.length}</span>
      </h2>
      <ul className={styles.calls}>
        {calls.slice(0, MOST).map(({ key, service, text, ways, grave }) => (
          <li key={key} className={`${styles.call} ${grave ? styles.grave : ''}`}>
            <p>
              <span aria-hidden="true">{grave ? '■' : '▲'} </span>
              {service && (
                <button type="button" className={styles.open} onClick={() => onOpen(service.name)}>
                  {service.name}
                </button>
              )}{' '}
              {text}
            </p>
            {!service && <Ways ways={ways} />}
          </li>
        ))}
      </ul>
      {calls.length > MOST && (
        <p className={styles.more}>and {calls.length - MOST} more in the columns below</p>
      )}
    </section>
  );
}
