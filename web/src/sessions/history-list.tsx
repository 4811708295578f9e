import { Button } from '@mantine/core';
import { Link } from '@tanstack/react-router';
import { useState } from 'react';
import { plainText } from '../../../src/contracts/plain-text.ts';
import { type SessionEntry, sessionHistoryResponse } from '../../../src/contracts/session-history.ts';
import { useRead } from '../api/use-read.ts';
import { age } from '../parts/age.ts';
import styles from './sessions.module.css';

const FIRST = 30;
const MOST = 200;

const marks: Readonly<Record<SessionEntry['what'], { shape: string; tone: string; words: string }>> = {
  taken: { shape: '→', tone: 'soft', words: 'took' },
  submitted: { shape: '→', tone: 'soft', words: 'handed in' },
  done: { shape: '✓', tone: 'good', words: 'did' },
  failed: { shape: '✕', tone: 'bad', words: 'failed at' },
  rejected: { shape: '✕', tone: 'bad', words: 'was refused by a gate with' },
  overspent: { shape: '✕', tone: 'bad', words: 'spent more than it may on' },
  expired: { shape: '▲', tone: 'warn', words: 'fell silent with' },
  released: { shape: '▲', tone: 'warn', words: 'gave back' },
  declined: { shape: '▲', tone: 'warn', words: 'could not do' },
  cancelled: { shape: '○', tone: 'soft', words: 'was told to drop' },
  registered: { shape: '○', tone: 'soft', words: 'registered' },
  silent: { shape: '▲', tone: 'warn', words: 'fell silent' },
  returned: { shape: '○', tone: 'soft', words: 'was heard of again' },
  drained: { shape: '◐', tone: 'soft', words: 'was drained' },
  resumed: { shape: '○', tone: 'soft', words: 'was resumed' },
  left: { shape: '✕', tone: 'soft', words: 'left' },
};

/** What a session had in hands and what became of it, newest first. */
export function HistoryList({ name }: { name: string }) {
  const [limit, setLimit] = useState(FIRST);
  const { data, error } = useRead(
    ['session', name, 'history', limit],
    `/api/sessions/${encodeURIComponent(name)}/history?limit=${limit}`,
    sessionHistoryResponse,
  );
  if (error) return <p className={styles.soft}>Its history could not be read: {error.message}</p>;
  if (!data) return <p className={styles.soft}>reading …</p>;
  if (data.entries.length === 0) return <p className={styles.soft}>Nothing yet.</p>;
  return (
    <>
      <ol className={styles.history}>
        {data.entries.map((entry) => (
          <Entry key={entry.seq} entry={entry} />
        ))}
      </ol>
      {data.next !== null && limit < MOST && (
        <Button size="compact-sm" variant="subtle" onClick={() => setLimit(MOST)}>
          Older
        </Button>
      )}
      {data.next !== null && limit >= MOST && <p className={styles.soft}>The newest {MOST} are shown.</p>}
    </>
  );
}

function Entry({ entry }: { entry: SessionEntry }) {
  const { what, at, kind, service, durationMs, usd, tokens, reason } = entry;
  const { shape, tone, words } = marks[what];
  const used = [
    durationMs !== undefined && durationMs > 0 && age(durationMs),
    usd !== undefined && `$${usd.toFixed(2)}`,
    tokens !== undefined && `${tokens.toLocaleString()} tokens`,
  ].filter(Boolean);
  return (
    <li>
      <time dateTime={new Date(at).toISOString()} className={styles.soft}>
        {new Date(at).toLocaleString(undefined, { dateStyle: 'short', timeStyle: 'short' })}
      </time>
      <span>
        <span aria-hidden="true" className={styles[tone]}>
          {shape}{' '}
        </span>
        {words}
        {kind !== undefined && ` ${kind}`}
        {service !== undefined && (
          <>
            {' '}
            for{' '}
            <Link to="/services/$name" params={{ name: service }} search={{ tab: 'tickets' }}>
              {service}
            </Link>
          </>
        )}
        {used.length > 0 && <span className={styles.soft}> · {used.join(' · ')}</span>}
        {reason !== undefined && <span className={styles.soft}> · {plainText(reason)}</span>}
      </span>
    </li>
  );
}
