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
              {command && <Command text={command} />}
              {after}
            </span>
            {command && <CopyButton text={command} />}
          </li>
        );
      })}
    </ul>
  );
}

// Each word is a block of its own, so that a line breaks between words and not inside `--name`.
function Command({ text }: { text: string }) {
  const words = text.split(' ').map((word, index, all) => {
    const key = all.slice(0, index + 1).join(' ');
    return (
      <span key={key} className={styles.word}>
        {word}
        {index < all.length - 1 && ' '}
      </span>
    );
  });
  return <code className={styles.command}>{words}</code>;
}
