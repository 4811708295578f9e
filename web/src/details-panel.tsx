import { useEffect, useRef } from 'react';
import type { ServiceView } from '../../src/contracts/board.ts';
import { AgeMark } from './age-mark.tsx';
import { BuildsBox } from './builds-box.tsx';
import { CommandButton } from './command-button.tsx';
import styles from './details-panel.module.css';
import { EventList } from './event-list.tsx';
import { HealthMark } from './health-mark.tsx';
import { LogTail } from './log-tail.tsx';
import { QuestionBox } from './question-box.tsx';
import { ReasonBox } from './reason-box.tsx';
import { RecordBox } from './record-box.tsx';
import { TicketBox } from './ticket-box.tsx';
import { WorkMark } from './work-mark.tsx';

type Props = { service: ServiceView; token: string | null; onClose: () => void };

/** All that is known of one service, as text. */
export function DetailsPanel({ service, token, onClose }: Props) {
  const dialog = useRef<HTMLDialogElement>(null);
  useEffect(() => {
    dialog.current?.showModal();
  }, []);
  const path = `/api/services/${encodeURIComponent(service.name)}`;
  const { reason, release, live } = service;
  return (
    <dialog ref={dialog} className={styles.panel} aria-labelledby="details" onClose={onClose}>
      <div className={styles.head}>
        <h2 id="details">{service.name}</h2>
        <button
          type="button"
          className={styles.close}
          aria-label="Close"
          onClick={() => dialog.current?.close()}
        >
          ✕
        </button>
      </div>
      <p>
        <strong>{service.phase.replaceAll('_', ' ')}</strong> ·{' '}
        {service.sentence !== reason?.text && `${service.sentence} · `}for <AgeMark since={service.since} />
      </p>
      <WorkMark service={service} />
      <p>
        <HealthMark live={live} /> {live.reason}
      </p>
      {release && (
        <p>
          Release {release.version} of commit <code>{release.commit.slice(0, 10)}</code>:{' '}
          <a href={release.url} target="_blank" rel="noreferrer">
            {release.url}
          </a>
        </p>
      )}
      {reason && reason.code !== 'question' && (
        <ReasonBox
          reason={reason}
          grave={service.state === 'blocked' || reason.code === 'down'}
          most={1_000}
        />
      )}
      <QuestionBox questions={service.questions ?? []} token={token} />
      <div className={styles.buttons}>
        {service.paused ? (
          <CommandButton path={`${path}/resume`} label="Resume" token={token} />
        ) : (
          <CommandButton path={`${path}/pause`} label="Pause" token={token} />
        )}
        <CommandButton path={`${path}/retry`} label="Retry" token={token} />
        {token === null && (
          <span className={styles.note}>
            Reading only: open the link that “andon up” printed to use the buttons.
          </span>
        )}
      </div>
      <TicketBox service={service} token={token} />
      <BuildsBox builds={service.builds ?? []} />
      <RecordBox service={service} token={token} />
      <LogTail service={service.name} token={token} />
      <EventList service={service} token={token} />
    </dialog>
  );
}
