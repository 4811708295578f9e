import type { ServiceView } from '../../../../src/contracts/board.ts';
import { plainText } from '../../../../src/contracts/plain-text.ts';
import { type CheckView, type RecordView, recordsResponse } from '../../../../src/contracts/records.ts';
import { useRead } from '../../api/use-read.ts';
import blocks from '../../parts/text-block.module.css';
import styles from './record-box.module.css';

const signatures: Readonly<Record<RecordView['signature'], string>> = {
  valid: 'signature valid',
  invalid: 'SIGNATURE INVALID: it was changed after it was signed',
  'unknown-key': 'signed by an unknown key',
  unsigned: 'not signed',
};

/** The newest verification of a service: what was found, by which check, and whether the record can be believed. */
export function RecordBox({ service: { id, name } }: { service: ServiceView }) {
  const path = `/api/services/${encodeURIComponent(name)}/records?limit=1`;
  const { data, error } = useRead(['service', id], path, recordsResponse);
  const newest = data?.records[0];
  return (
    <section className={blocks.section} aria-label="Verification">
      <h3 className={blocks.title}>Verification</h3>
      {error && <p className={blocks.problem}>The record cannot be read now: {error.message}</p>}
      {data && !newest && <p className={blocks.none}>Nothing was verified yet.</p>}
      {newest && <Found found={newest} />}
    </section>
  );
}

function Found({ found: { record, signature } }: { found: RecordView }) {
  const { result, sandbox, checks } = record;
  const { tests, coverage, mutation } = result;
  const figures = [
    tests && `${tests.passed}/${tests.total} tests`,
    coverage !== undefined && `${Math.floor(coverage)} % covered`,
    mutation !== undefined && `${Math.floor(mutation)} % of faults noticed`,
    sandbox.tier === 'process-group' ? 'no sandbox, limits alone' : `sandbox ${sandbox.tier}`,
  ];
  return (
    <>
      <p>
        <strong className={result.verdict === 'passed' ? styles.good : styles.bad}>
          {result.verdict}
          {result.class === 'tampering' && ': tampering'}
        </strong>{' '}
        · {record.gate} gate of <code>{record.commit.slice(0, 10)}</code> ·{' '}
        {figures.filter(Boolean).join(' · ')}
      </p>
      <p className={signature === 'valid' ? blocks.soft : styles.bad}>
        <code>{record.id}</code> · {signatures[signature]}
        {record.reused && ` · the same bytes were verified as ${record.reused}`}
      </p>
      <ul className={styles.checks}>
        {checks.map((check) => (
          <CheckLine key={check.name} check={check} />
        ))}
      </ul>
    </>
  );
}

const marks: Readonly<Record<CheckView['status'], string>> = {
  passed: '✓',
  failed: '✗',
  skipped: '–',
  inconclusive: '?',
};

function CheckLine({ check }: { check: CheckView }) {
  const { name, status, class: kind, advisory, reasons, facts } = check;
  const special = kind === 'tampering' || kind === 'flaky' ? kind : status === 'passed' ? '' : status;
  const said = Object.entries(facts).map(([fact, value]) => `${fact} ${value}`);
  return (
    <li data-check={name}>
      <span className={status === 'passed' ? styles.good : status === 'failed' ? styles.bad : blocks.soft}>
        <span aria-hidden="true">{marks[status]}</span> {name}
        {special && <strong> {special}</strong>}
        <span className="visually-hidden"> {status}</span>
      </span>{' '}
      <span className={blocks.soft}>{[advisory && 'advisory', ...said].filter(Boolean).join(' · ')}</span>
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
