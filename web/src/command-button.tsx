import { useId, useState } from 'react';
import { command } from './api.ts';
import styles from './command-button.module.css';

const NO_TOKEN = 'Reading only. Open the link that “andon up” printed to use the buttons.';

type Props = { path: string; label: string; token: string | null };

/** Asks the line for something; disabled, with the reason, where this tab holds no operator token. */
export function CommandButton({ path, label, token }: Props) {
  const [problem, setProblem] = useState<string | null>(null);
  const [asking, setAsking] = useState(false);
  const note = useId();
  const ask = async () => {
    if (token === null) return;
    setAsking(true);
    setProblem(null);
    try {
      await command(path, token);
    } catch (error) {
      setProblem(error instanceof Error ? error.message : String(error));
    } finally {
      setAsking(false);
    }
  };
  return (
    <span className={styles.wrap}>
      <button
        type="button"
        className={styles.button}
        aria-disabled={token === null || asking}
        aria-describedby={token === null ? note : undefined}
        title={token === null ? NO_TOKEN : undefined}
        onClick={ask}
      >
        {label}
      </button>
      {token === null && (
        <span id={note} className="visually-hidden">
          {NO_TOKEN}
        </span>
      )}
      {problem && (
        <span role="alert" className={styles.problem}>
          {problem}
        </span>
      )}
    </span>
  );
}
