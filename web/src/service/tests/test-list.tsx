import { Button, SegmentedControl, TextInput } from '@mantine/core';
import { useDeferredValue, useMemo, useState } from 'react';
import { plainText } from '../../../../src/contracts/plain-text.ts';
import type { TestView } from '../../../../src/contracts/records.ts';
import record from '../record/record.module.css';
import { took } from '../record/took.ts';
import styles from './tests.module.css';

const atFirst = 100;
const order: readonly TestView['status'][] = ['failed', 'skipped', 'passed'];
const looks = {
  passed: { mark: '✓', className: record.good },
  failed: { mark: '✗', className: record.bad },
  skipped: { mark: '–', className: record.soft },
};

const words = { passed: 'Passed', failed: 'Failed', skipped: 'Skipped' };

type Props = { tests: readonly TestView[]; total: number; reasons: readonly string[] };

/** Every test with what came of it: failures first, to be searched. */
export function TestList({ tests, total, reasons }: Props) {
  const [find, setFind] = useState('');
  const [only, setOnly] = useState('all');
  const [most, setMost] = useState(atFirst);
  const wanted = useDeferredValue(find.trim().toLowerCase());
  const fitting = useMemo(() => {
    const found = tests.filter(
      ({ id, status, file }) =>
        (only === 'all' || status === only) && `${id} ${file ?? ''}`.toLowerCase().includes(wanted),
    );
    return found.sort((a, b) => order.indexOf(a.status) - order.indexOf(b.status));
  }, [tests, only, wanted]);
  if (tests.length === 0) {
    return (
      <ul className={record.reasons}>
        {(reasons.length === 0 ? ['No test was reported.'] : reasons).map((reason) => (
          <li key={reason}>{plainText(reason)}</li>
        ))}
      </ul>
    );
  }
  const count = (status: TestView['status']) => tests.filter((test) => test.status === status).length;
  return (
    <>
      <div className={styles.tools}>
        <TextInput
          className={styles.find ?? ''}
          label="Find a test"
          type="search"
          value={find}
          data-search
          onChange={({ currentTarget: { value } }) => setFind(value)}
        />
        <SegmentedControl
          aria-label="Which tests"
          value={only}
          onChange={setOnly}
          data={[
            { value: 'all', label: `All ${tests.length}` },
            ...order
              .filter((status) => status !== 'skipped' || count(status) > 0)
              .map((status) => ({ value: status, label: `${words[status]} ${count(status)}` })),
          ]}
        />
      </div>
      {total > tests.length && (
        <p className={`${record.soft} ${record.small}`}>
          The first {tests.length} of {total} tests are kept.
        </p>
      )}
      {fitting.length === 0 && <p className={record.soft}>None is like that.</p>}
      <ul className={styles.rows}>
        {fitting.slice(0, most).map((test, n) => (
          // Two tests may have one name.
          // biome-ignore lint/suspicious/noArrayIndexKey: see above
          <TestRow key={`${test.id} ${n}`} test={test} />
        ))}
      </ul>
      {fitting.length > most && (
        <Button variant="default" size="compact-sm" onClick={() => setMost(fitting.length)}>
          Show all {fitting.length}
        </Button>
      )}
    </>
  );
}

function TestRow({ test: { id, status, message, file, line, durationMs } }: { test: TestView }) {
  const { mark, className } = looks[status];
  const parts = plainText(id).split(' > ');
  const name = parts.at(-1) ?? '';
  const group = parts.slice(0, -1).join(' › ');
  const place = file === undefined ? '' : `${plainText(file)}${line === undefined ? '' : `:${line}`}`;
  return (
    <li className={styles.test} data-test={status}>
      <div className={styles.line}>
        <span className={className}>
          <span aria-hidden="true">{mark}</span>
          <span className="visually-hidden">{status}</span>
        </span>
        <span className={styles.name}>
          {group !== '' && <span className={styles.group}>{group} › </span>}
          {name}
          {place !== '' && !group.startsWith(file ?? '') && <span className={styles.place}> {place}</span>}
        </span>
        <span className={styles.time}>{durationMs !== undefined && took(durationMs)}</span>
      </div>
      {message.trim() !== '' && (
        // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls is in reach of the keyboard
        <pre className={record.text} tabIndex={0}>
          {plainText(message.trim())}
        </pre>
      )}
    </li>
  );
}
