import type { SessionView } from '../../../src/contracts/board.ts';
import { plainText } from '../../../src/contracts/plain-text.ts';
import styles from './sessions-strip.module.css';

const shapes: Record<SessionView['state'], string> = {
  idle: '○',
  busy: '●',
  silent: '▲',
  draining: '◐',
  gone: '✕',
};

type Props = { sessions: ReadonlyMap<string, SessionView>; onOpen: (name: string) => void };

/** Who works on the line, and on what. */
export function Sessions({ sessions, onOpen }: Props) {
  const all = [...sessions.values()].sort((a, b) => a.name.localeCompare(b.name));
  const here = all.filter(({ state }) => state !== 'gone');
  const gone = all.length - here.length;
  return (
    <section aria-labelledby="sessions" className={styles.strip}>
      <h2 id="sessions" className={styles.title}>
        Sessions <span className={styles.count}>{here.length}</span>
      </h2>
      {here.length === 0 && (
        <p className={styles.note}>
          Nobody works on the line. Join with{' '}
          <code>andon worker --name &lt;name&gt; --capabilities builder --agent reference</code>.
        </p>
      )}
      <ul className={styles.sessions}>
        {here.map((session) => (
          <Session key={session.name} session={session} onOpen={onOpen} />
        ))}
      </ul>
      {gone > 0 && <p className={styles.note}>{gone} gone</p>}
    </section>
  );
}

function Session({ session, onOpen }: { session: SessionView; onOpen: (name: string) => void }) {
  return (
    <li className={styles.session} data-session={session.name}>
      <p className={styles.who}>
        <span className={`${styles.shape} ${styles[session.state]}`} aria-hidden="true">
          {shapes[session.state]}
        </span>
        <strong>{session.name}</strong>
        <span className={styles.agent}>{session.agent}</span>
        <span className={styles.state}>{session.state}</span>
      </p>
      <p className={styles.note} title={`${session.done} done, ${session.failed} failed`}>
        {session.capabilities.join(' · ')}
      </p>
      {session.parked && <p className={styles.note}>rests: {plainText(session.parked.reason)}</p>}
      {(session.unavailable ?? []).map(({ capability, reason }) => (
        <p key={capability} className={styles.note}>
          not {capability} now: {plainText(reason)}
        </p>
      ))}
      {session.holding.map(({ ticket, service, kind }) => (
        <p key={ticket} className={styles.note}>
          {kind} for{' '}
          <button type="button" className={styles.open} onClick={() => onOpen(service)}>
            {service}
          </button>
        </p>
      ))}
    </li>
  );
}
