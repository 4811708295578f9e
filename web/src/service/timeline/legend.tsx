import type { ChangeSpan } from '../../../../src/contracts/history.ts';
import { exactly } from '../exactly.ts';
import { spanKinds, totalsOf } from './span-words.ts';
import styles from './timeline.module.css';
import bars from './waterfall.module.css';

type Props = { readonly spans: readonly ChangeSpan[]; readonly now: number };

/** What the bars mean, and how long each kind lasted in all. */
export function Legend({ spans, now }: Props) {
  const totals = totalsOf(spans, now);
  const whole = totals.reduce((sum, { ms }) => sum + ms, 0);
  return (
    <ul className={styles.legend} aria-label="How long in all">
      {totals.map(({ kind, ms }) => (
        <li key={kind} className={styles.total}>
          <span className={`${styles.swatch} ${bars.bar} ${bars[kind]}`} aria-hidden="true" />
          <span>
            <span aria-hidden="true">{spanKinds[kind].sign} </span>
            {spanKinds[kind].word}
          </span>
          <strong>{exactly(ms)}</strong>
          <span className={styles.soft}>{whole > 0 ? `${Math.round((ms / whole) * 100)} %` : ''}</span>
        </li>
      ))}
    </ul>
  );
}
