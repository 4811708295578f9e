import { useState } from 'react';
import styles from './copy-button.module.css';

/** Puts a command on the clipboard and says so. */
export function CopyButton({ text }: { text: string }) {
  const [said, setSaid] = useState('copy');
  const copy = async () => {
    try {
      await navigator.clipboard.writeText(text);
      setSaid('copied');
    } catch {
      setSaid('select it by hand');
    }
    setTimeout(() => setSaid('copy'), 2_000);
  };
  return (
    <button type="button" className={styles.copy} aria-label={`Copy: ${text}`} onClick={copy}>
      <span role="status">{said}</span>
    </button>
  );
}
