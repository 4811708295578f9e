import { Link } from '@tanstack/react-router';
import type { ReactNode } from 'react';
import type { RecordView } from '../../../../src/contracts/records.ts';
import { AgeMark } from '../../parts/age-mark.tsx';
import styles from './record.module.css';
import { took } from './took.ts';

const signatures: Readonly<
  Record<RecordView['signature'], { words: string; className: string | undefined }>
> = {
  valid: { words: '✓ valid', className: styles.good },
  invalid: { words: '✗ INVALID: it was changed after it was signed', className: styles.bad },
  'unknown-key': { words: '? signed by an unknown key', className: styles.warn },
  unsigned: { words: '? not signed', className: styles.warn },
};

/** What a record is of, where and how it was made, and whether it can be believed. */
export function RecordFacts({ found: { record, signature } }: { found: RecordView }) {
  const { commit, change, specHash, session, own, sandbox, settings, seed, reused, service } = record;
  const sign = signatures[signature];
  const facts: readonly (readonly [string, ReactNode])[] = [
    ['Commit', <Hash key="c" text={commit} />],
    ['Change', change],
    ['Spec', <Hash key="s" text={specHash} />],
    [
      'Made by',
      own
        ? ['Andon’s own driver', session && `as ${session}`].filter(Boolean).join(' ')
        : (session ?? 'no session: it was not handed in'),
    ],
    [
      'Sandbox',
      sandbox.tier === 'process-group' ? (
        <span key="t" className={styles.bad}>
          none: process limits alone
        </span>
      ) : (
        sandbox.tier
      ),
    ],
    ['Settings', <Hash key="h" text={settings.hash} />],
    ['Seed', seed === null ? 'nothing was drawn' : <Hash key="d" text={seed} />],
    [
      'Signature',
      <span key="g" className={sign.className}>
        {sign.words}
      </span>,
    ],
    ['Took', took(record.finishedAt - record.startedAt)],
    [
      'Ended',
      <span key="e">
        <AgeMark since={record.finishedAt} /> ago
      </span>,
    ],
    ['Verifier', record.verifierVersion],
    ...(reused === null
      ? []
      : [
          [
            'Same bytes as',
            <Link
              key="r"
              to="/services/$name"
              params={{ name: service.name }}
              search={(before) => ({ ...before, tab: 'record' as const, record: reused })}
            >
              {reused}
            </Link>,
          ] as const,
        ]),
  ];
  return (
    <dl className={styles.facts}>
      {facts.map(([name, value]) => (
        <div key={name} style={{ display: 'contents' }}>
          <dt>{name}</dt>
          <dd>{value}</dd>
        </div>
      ))}
    </dl>
  );
}

function Hash({ text }: { text: string }) {
  return (
    <code className={styles.mono} title={text}>
      {text.slice(0, 12) || 'not kept'}
    </code>
  );
}
