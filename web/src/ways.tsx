import { CopyButton } from './copy-button.tsx';
import { wayOf } from './way.ts';
import styles from './ways.module.css';

/** The ways on; commands can be copied. */
export function Ways({ ways }: { ways: readonly string[] }) {
  if (ways.length === 0) return null;
  return (
    <ul className={styles.ways} aria-label="Ways on">
      {ways.map((text) => {
        const { before, command, after } = wayOf(text);
        return (
          <li key={text} className={styles.way}>
            <span aria-hidden="true" className={styles.arrow}>
              →
            </span>
            <span className={styles.text}>
              {before}
              {command && <code className={styles.command}>{command}</code>}
              {after}
            </span>
            {command && <CopyButton text={command} />}
          </li>
        );
      })}
    </ul>
  );
}
