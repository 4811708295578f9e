import type { ReactNode } from 'react';
import { notYet } from './figure-text.ts';
import { HelpMark } from './help-mark.tsx';
import styles from './metrics.module.css';

type Props = {
  readonly name: string;
  readonly value: string;
  readonly help: string;
  readonly note?: ReactNode;
};

/** One figure with its name, what it is, and what it is of. */
export function Tile({ name, value, help, note }: Props) {
  const known = value !== notYet;
  return (
    <div className={styles.tile}>
      <dt>
        {name} <HelpMark of={name} text={help} />
      </dt>
      <dd className={`${styles.value} ${known ? '' : styles.unknown}`}>{value}</dd>
      {note && <dd className={styles.note}>{note}</dd>}
    </div>
  );
}
