import { plainText } from '../../../../src/contracts/plain-text.ts';
import type { RecordView } from '../../../../src/contracts/records.ts';
import styles from './record.module.css';
import { took } from './took.ts';

/** The commands as they were really run. */
export function CommandRuns({ runs }: { runs: RecordView['record']['runs'] }) {
  if (runs.length === 0) return <p className={styles.soft}>No command was run.</p>;
  return (
    <ol className={styles.list}>
      {runs.map((run, n) => (
        // The runs of a record never change their order.
        // biome-ignore lint/suspicious/noArrayIndexKey: see above
        <li key={n} className={styles.row}>
          <code className={styles.mono}>{plainText(commandOf(run.argv))}</code>
          <span className={`${styles.small} ${run.exit === 0 ? styles.soft : styles.warn}`}>
            {endOf(run)} · {took(run.durationMs)}
          </span>
        </li>
      ))}
    </ol>
  );
}

function endOf({ exit, signal, reason }: RecordView['record']['runs'][number]): string {
  if (exit !== null) return reason === 'exited' ? `exit ${exit}` : `exit ${exit}, ${reason}`;
  return signal === null ? reason : `${reason} by ${signal}`;
}

/** Words with spaces or quotes in them are quoted, to be read and not to be run. */
function commandOf(argv: readonly string[]): string {
  return argv.map((word) => (/^[\w@%+=:,./<>-]+$/.test(word) ? word : JSON.stringify(word))).join(' ');
}
