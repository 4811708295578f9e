import { Link } from '@tanstack/react-router';
import { memo } from 'react';
import type { SessionView } from '../../../src/contracts/board.ts';
import { plainText } from '../../../src/contracts/plain-text.ts';
import { age } from '../parts/age.ts';
import { AgeMark } from '../parts/age-mark.tsx';
import { AgentIcon } from '../parts/agent-icon.tsx';
import { costText } from '../parts/cost-text.ts';
import { CapabilityList } from './capability-list.tsx';
import { HeldList } from './held-list.tsx';
import { SessionActs } from './session-acts.tsx';
import styles from './sessions.module.css';
import { StateMark } from './state-mark.tsx';

type Props = { readonly session: SessionView; readonly heardAt: number | undefined };

/** One session: a row where there is room, a card where there is none. */
export const SessionRow = memo(function SessionRow({ session, heardAt }: Props) {
  const { name, agent, host, state, parked, cost, slots } = session;
  return (
    <article className={styles.row} data-session={name} data-state={state} aria-label={name}>
      <div className={styles.who}>
        <AgentIcon agent={agent} silent size={28} />
        <div>
          <Link className={styles.name} to="/sessions" search={(before) => ({ ...before, session: name })}>
            {name}
            <span className="visually-hidden">: details</span>
          </Link>
          <div className={styles.soft}>
            {agent}
            {host !== '' && ` on ${host}`}
          </div>
        </div>
      </div>
      <div>
        <StateMark state={state} />
        <div className={styles.soft}>
          <Heard session={session} heardAt={heardAt} />
        </div>
        {parked && (
          <div className={styles.parked}>
            <span aria-hidden="true">▲</span> rests until {new Date(parked.until).toLocaleTimeString()}:{' '}
            {plainText(parked.reason)}
          </div>
        )}
      </div>
      <div>
        <span className={styles.label}>Holds</span>
        <HeldList session={session} />
        {slots > 1 && (
          <div className={styles.soft}>
            {session.holding.length} of {slots} slots
          </div>
        )}
      </div>
      <div>
        <span className={styles.label}>May be given</span>
        <CapabilityList session={session} />
      </div>
      <div>
        <span className={styles.label}>Record</span>
        <Record session={session} />
        {cost && <div className={styles.soft}>{costText(cost)}</div>}
      </div>
      <SessionActs session={session} />
    </article>
  );
});

function Heard({ session, heardAt }: Props) {
  if (session.state === 'gone') {
    return (
      <>
        for <AgeMark since={session.since} />
      </>
    );
  }
  if (heardAt === undefined) return 'no heartbeat known';
  return (
    <>
      heard <AgeMark since={heardAt} /> ago
    </>
  );
}

/** What it does most, in one line each. */
function Record({ session }: { session: SessionView }) {
  const { record = [] } = session;
  if (record.length === 0) return <span className={styles.soft}>nothing yet</span>;
  return (
    <ul>
      {record.slice(0, 2).map(({ kind, done, failed, medianMs }) => (
        <li key={kind}>
          {kind}: {done} done{failed > 0 && `, ${failed} failed`}
          {medianMs !== null && <span className={styles.soft}> in {age(medianMs)}</span>}
        </li>
      ))}
      {record.length > 2 && <li className={styles.soft}>and {record.length - 2} more kinds</li>}
    </ul>
  );
}
