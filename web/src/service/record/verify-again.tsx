import { Loader } from '@mantine/core';
import { useQueryClient } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { useEffect, useState } from 'react';
import type { ServiceView } from '../../../../src/contracts/board.ts';
import { plainText } from '../../../../src/contracts/plain-text.ts';
import { type Comparison, type VerifyResponse, verifyResponse } from '../../../../src/contracts/records.ts';
import { useReadOnly } from '../../act/use-act.tsx';
import { send } from '../../api/client.ts';
import { useRead } from '../../api/use-read.ts';
import { useToken } from '../../api/use-token.ts';
import { WhyButton } from '../../parts/why-button.tsx';
import styles from './record.module.css';
import { VerdictMark } from './verdict-mark.tsx';

const EVERY_MS = 1_000;

/** Runs the test gate on this commit once more and says what is different; it moves no service. */
export function VerifyAgain({ service, commit }: { service: ServiceView; commit: string }) {
  const path = `/api/services/${encodeURIComponent(service.name)}/verify`;
  const queries = useQueryClient();
  const token = useToken();
  const readOnly = useReadOnly();
  const [asked, setAsked] = useState<VerifyResponse | null>(null);
  const [refused, setRefused] = useState<string | null>(null);
  const [over, setOver] = useState(true);
  const { data } = useRead(['again', service.id], `${path}/${asked?.record ?? ''}`, verifyResponse, {
    enabled: asked !== null,
    ...(over ? {} : { everyMs: EVERY_MS }),
  });
  const now = data && data.record === asked?.record ? data : asked;
  const isDone = now?.state === 'done';
  useEffect(() => {
    if (!isDone) return;
    setOver(true);
    // Its record is in the list now.
    void queries.invalidateQueries({ queryKey: ['made', service.id] });
  }, [isDone, queries, service.id]);
  const ask = async () => {
    setRefused(null);
    try {
      setAsked(await send('POST', path, { commit }, verifyResponse, { token }));
      setOver(false);
    } catch (error) {
      setRefused(error instanceof Error ? error.message : String(error));
    }
  };
  return (
    <div>
      <WhyButton size="sm" why={readOnly} busy={!over} onClick={ask}>
        Verify again
      </WhyButton>
      <div role="status">
        {refused !== null && <p className={`${styles.bad} ${styles.small}`}>{refused}</p>}
        {now && <Answer answer={now} />}
      </div>
    </div>
  );
}

function Answer({ answer }: { answer: VerifyResponse }) {
  const { state, progress, verdict, reasons, comparison, commit } = answer;
  if (state === 'running') {
    const tests = progress?.total === undefined ? '' : ` ${progress.passed}/${progress.total}`;
    return (
      <p className={styles.small}>
        <Loader size="xs" aria-hidden="true" /> Verifying <code>{commit.slice(0, 8)}</code> again
        {progress && `: ${progress.phase}${tests}`} …
      </p>
    );
  }
  return (
    <div className={styles.small}>
      <p>
        Looked at again: <VerdictMark verdict={verdict} />
        {comparison && (comparison.same ? ' · the same as before' : ' · not the same as before')}
        {verdict !== 'inconclusive' && (
          <>
            {' · '}
            <Link
              from="/services/$name"
              to="/services/$name"
              search={(was) => ({ ...was, record: answer.record })}
            >
              its record
            </Link>
          </>
        )}
      </p>
      {comparison ? <Differences comparison={comparison} /> : <Reasons reasons={reasons} />}
    </div>
  );
}

function Differences({ comparison }: { comparison: Comparison }) {
  const { tests, checks, settings, bytes, verdict } = comparison;
  const lines = [
    ...(verdict.before === verdict.after ? [] : [`verdict: ${verdict.before} → ${verdict.after}`]),
    ...(bytes === 'different' ? ['the bytes are not the same'] : []),
    ...[...tests, ...checks, ...settings].map(
      ({ name, before, after }) => `${name}: ${before ?? 'not there'} → ${after ?? 'not there'}`,
    ),
  ];
  return <Reasons reasons={lines} />;
}

function Reasons({ reasons }: { reasons: readonly string[] }) {
  if (reasons.length === 0) return null;
  return (
    <ul className={styles.reasons}>
      {reasons.map((reason) => (
        <li key={reason}>{plainText(reason)}</li>
      ))}
    </ul>
  );
}
