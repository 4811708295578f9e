import type { RecordBrief } from '../../../../src/contracts/records.ts';
import styles from './record.module.css';

const looks = {
  passed: { mark: '✓', className: styles.good },
  failed: { mark: '✗', className: styles.bad },
  flaky: { mark: '≈', className: styles.warn },
  inconclusive: { mark: '?', className: styles.warn },
};

/** A verdict by shape, word and colour. */
export function VerdictMark({
  verdict,
  kind,
}: {
  verdict: RecordBrief['verdict'] | null;
  kind?: string | undefined;
}) {
  if (verdict === null) return <span className={styles.soft}>… not verified yet</span>;
  const { mark, className } = looks[verdict];
  return (
    <strong className={className}>
      <span aria-hidden="true">{mark} </span>
      {verdict}
      {kind === 'tampering' && ': tampering'}
    </strong>
  );
}
