import styles from './work-icon.module.css';

/** The barrier 🚧 of a build, or the flask of a test; drawn, since not every machine has a font with them. */
export function WorkIcon({ test }: { test: boolean }) {
  return (
    <svg className={styles.icon} viewBox="0 0 16 16" width="15" height="15" aria-hidden="true">
      {test ? (
        <>
          <path
            d="M5 1h6M6 1v5L2.6 13a1.4 1.4 0 0 0 1.3 2h8.2a1.4 1.4 0 0 0 1.3-2L10 6V1"
            className={styles.line}
          />
          <path
            d="M4.3 10.5h7.4l1.2 2.6a.8.8 0 0 1-.7 1.1H3.8a.8.8 0 0 1-.7-1.1z"
            className={styles.liquid}
          />
        </>
      ) : (
        <>
          <path d="M3 9v6M13 9v6M3 1v2M13 1v2" className={styles.line} />
          <rect x="0.5" y="3" width="15" height="6" rx="1" className={styles.board} />
          <path d="M2 9l3-6h3L5 9zM8 9l3-6h3l-3 6z" className={styles.stripe} />
        </>
      )}
    </svg>
  );
}
