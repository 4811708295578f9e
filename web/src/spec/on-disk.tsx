import styles from './spec-page.module.css';

/** The text that somebody else saved meanwhile. */
export function OnDisk({ text }: { text: string }) {
  return (
    <div className={styles.theirs}>
      <p>What somebody saved meanwhile:</p>
      <pre>{text === '' ? '(nothing: the file is not there any more)' : text}</pre>
    </div>
  );
}
