import { Button } from '@mantine/core';
import { useState } from 'react';
import { plainText } from '../../../../src/contracts/plain-text.ts';
import type { RecordView } from '../../../../src/contracts/records.ts';
import styles from './record.module.css';
import { took } from './took.ts';

const atFirst = 8;

/** The commands as they were really run. */
export function CommandRuns({ runs }: { runs: RecordView['record']['runs'] }) {
  const [all, setAll] = useState(false);
  if (runs.length === 0) return <p className={styles.soft}>No command was run.</p>;
  const shown = all ? runs : runs.slice(0, atFirst);
  return (
    <>
      <p className={`${styles.soft} ${styles.small}`}>
        In this order. Controls break the implementation on purpose: what runs then is meant to fail.
      </p>
      <ol className={styles.list}>
        {shown.map((run, n) => (
          // The runs of a record never change their order.
          // biome-ignore lint/suspicious/noArrayIndexKey: see above
          <li key={n} className={styles.row}>
            <code className={styles.mono}>{plainText(commandOf(run.argv))}</code>
            <span className={`${styles.small} ${styles.soft}`}>
              {endOf(run)} · {took(run.durationMs)}
            </span>
          </li>
        ))}
      </ol>
      {shown.length < runs.length && (
        <Button variant="default" size="compact-sm" onClick={() => setAll(true)}>
          Show all {runs.length} commands
        </Button>
      )}
    </>
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
