import { plainText } from '../../../../src/contracts/plain-text.ts';
import type { CheckView } from '../../../../src/contracts/records.ts';
import styles from './record.module.css';
import { took } from './took.ts';

const looks: Readonly<Record<CheckView['status'], { mark: string; className: string | undefined }>> = {
  passed: { mark: '✓', className: styles.good },
  failed: { mark: '✗', className: styles.bad },
  skipped: { mark: '–', className: styles.soft },
  inconclusive: { mark: '?', className: styles.warn },
};

/** Everything that was looked at, what was seen and why it was judged so; what failed comes first. */
export function CheckList({ checks }: { checks: readonly CheckView[] }) {
  const order = ['failed', 'inconclusive', 'passed', 'skipped'];
  const sorted = [...checks].sort((a, b) => order.indexOf(a.status) - order.indexOf(b.status));
  return (
    <ul className={styles.list}>
      {sorted.map((check) => (
        <CheckRow key={check.name} check={check} />
      ))}
    </ul>
  );
}

/** `testsBefore`: tests before. */
function wordsOf(fact: string): string {
  return fact.replaceAll(/[A-Z]/g, (letter) => ` ${letter.toLowerCase()}`);
}

function CheckRow({ check }: { check: CheckView }) {
  const { name, status, class: kind, advisory, reasons, facts, durationMs } = check;
  const { mark, className } = looks[status];
  const said = Object.entries(facts).map(
    ([fact, value]) => `${wordsOf(fact)} ${plainText(String(value)) || 'none'}`,
  );
  const grave = kind === 'tampering' || kind === 'flaky' ? `: ${kind}` : '';
  return (
    <li className={styles.row} data-check={name}>
      <div className={styles.head}>
        <span>
          <span className={className} aria-hidden="true">
            {mark}{' '}
          </span>
          <strong>{name}</strong>{' '}
          <span className={className}>
            {status}
            {grave}
          </span>
          {advisory && <span className={styles.soft}> · advisory: it may fail</span>}
        </span>
        <span className={`${styles.soft} ${styles.small}`}>
          {[...said, durationMs > 0 && took(durationMs)].filter(Boolean).join(' · ')}
        </span>
      </div>
      {reasons.length > 0 && (
        <ul className={styles.reasons}>
          {reasons.map((reason) => (
            <li key={reason}>{plainText(reason)}</li>
          ))}
        </ul>
      )}
    </li>
  );
}
