import { Button } from '@mantine/core';
import type { ServiceView } from '../../../../src/contracts/board.ts';
import { plainText } from '../../../../src/contracts/plain-text.ts';
import { type RecordView, recordView, verificationsResponse } from '../../../../src/contracts/records.ts';
import { Ways } from '../../parts/ways.tsx';
import type { TabProps } from '../tab.ts';
import { CheckList } from './check-list.tsx';
import { CommandRuns } from './command-runs.tsx';
import styles from './record.module.css';
import { RecordFacts } from './record-facts.tsx';
import { RecordPicker, useChosenRecord } from './record-picker.tsx';
import { useMade } from './use-made.ts';
import { VerdictMark } from './verdict-mark.tsx';
import { VerifyAgain } from './verify-again.tsx';

/** What was verified, gate by gate: what was run, what was seen, and whether the record can be believed. */
export default function RecordTab({ service }: TabProps) {
  const { data: all, error } = useMade(service, 'verifications', verificationsResponse);
  const records = all?.verifications;
  const chosen = useChosenRecord(records);
  if (error) return <p className={styles.bad}>The records cannot be read now: {error.message}</p>;
  if (!records) return <p className={styles.soft}>Reading the records …</p>;
  if (chosen === null) {
    return (
      <p className={styles.soft}>Nothing of {service.name} was verified yet. The first submission is.</p>
    );
  }
  return (
    <div className={styles.page}>
      <div className={styles.bar}>
        <RecordPicker records={records} chosen={chosen} />
      </div>
      <Chosen service={service} id={chosen} />
    </div>
  );
}

function Chosen({ service, id }: { service: ServiceView; id: string }) {
  const { data, error } = useMade(service, `records/${encodeURIComponent(id)}`, recordView);
  if (error) return <p className={styles.bad}>{error.message}</p>;
  if (!data) return <p className={styles.soft}>Reading {id} …</p>;
  const { record } = data;
  const { result, checks, runs, settings } = record;
  const { tests, coverage, mutation } = result;
  const figures = [
    tests && `${tests.passed}/${tests.total} tests`,
    coverage !== undefined && `${Math.floor(coverage)} % covered`,
    mutation !== undefined && `${Math.floor(mutation)} % of small faults noticed`,
  ].filter(Boolean);
  return (
    <article className={styles.page} aria-label={`Record ${id}`} data-record={id}>
      <div className={styles.bar}>
        <h3>
          <VerdictMark verdict={result.verdict} kind={result.class} /> in the {record.gate} gate
        </h3>
        <span className={styles.soft}>{figures.join(' · ')}</span>
      </div>
      {result.reasons.length > 0 && (
        <ul className={styles.reasons} aria-label="Why">
          {result.reasons.map((reason) => (
            <li key={reason}>{plainText(reason)}</li>
          ))}
        </ul>
      )}
      <div className={styles.columns}>
        <div className={styles.page}>
          <section className={styles.card} aria-labelledby="seen">
            <h3 id="seen" className={styles.title}>
              What was seen
            </h3>
            {checks.length === 0 ? (
              <p className={styles.soft}>This gate is one check: its verdict says it all.</p>
            ) : (
              <CheckList checks={checks} />
            )}
          </section>
          <section className={styles.card} aria-labelledby="runs">
            <h3 id="runs" className={styles.title}>
              What was run
            </h3>
            <CommandRuns runs={runs} />
          </section>
        </div>
        <div className={styles.page}>
          <section className={styles.card} aria-labelledby="facts">
            <h3 id="facts" className={styles.title}>
              The record
            </h3>
            <RecordFacts found={data} />
          </section>
          <section className={styles.card} aria-labelledby="settings">
            <h3 id="settings" className={styles.title}>
              By which settings
            </h3>
            <details>
              <summary className={styles.summary}>All of them</summary>
              {/* biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls is in reach of the keyboard */}
              <pre className={styles.text} tabIndex={0}>
                {plainText(JSON.stringify(settings.values, null, 2))}
              </pre>
            </details>
          </section>
          <section className={styles.card} aria-labelledby="check">
            <h3 id="check" className={styles.title}>
              Check it yourself
            </h3>
            <div className={styles.page}>
              <VerifyAgain service={service} commit={record.commit} />
              <Download found={data} />
              <Ways ways={[`andon record show ${id}`, `andon record check ${id}.json`]} />
            </div>
          </section>
        </div>
      </div>
    </article>
  );
}

function Download({ found: { record } }: { found: RecordView }) {
  const save = () => {
    const text = `${JSON.stringify(record, null, 2)}\n`;
    const url = URL.createObjectURL(new Blob([text], { type: 'application/json' }));
    const link = document.createElement('a');
    link.href = url;
    link.download = `${record.id}.json`;
    link.click();
    URL.revokeObjectURL(url);
  };
  return (
    <div>
      <Button variant="default" onClick={save}>
        Download as JSON
      </Button>
    </div>
  );
}
