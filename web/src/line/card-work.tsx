import type { ServiceView } from '../../../src/contracts/board.ts';
import { useLive } from '../live/use-live.ts';
import { AgentIcon } from '../parts/agent-icon.tsx';
import { costText } from '../parts/cost-text.ts';
import { OldMark } from '../parts/old-mark.tsx';
import type { CardParts } from './card-parts.ts';
import styles from './card-work.module.css';

/** After so long a session's last word on its progress is called old, milliseconds. */
const OLD_WORD_MS = 5 * 60_000;

/** What is being done on the card's service right now: who, how far, how many tests pass. */
export function CardWork({ service, parts }: { service: ServiceView; parts: CardParts }) {
  const { progress, progressAt, activity, tests, coverage, finding } = service;
  return (
    <>
      {parts.work && <Work service={service} />}
      {parts.progress && (
        <div className={styles.progress}>
          {progress !== undefined && (
            <progress
              className={styles.bar}
              value={progress}
              max={100}
              aria-label={`Progress of ${service.name}`}
            >
              {progress} %
            </progress>
          )}
          <p className={styles.row}>
            <span className={styles.cut}>{activity}</span>
            <span className={styles.soft}>
              {progressAt !== undefined && (
                <OldMark since={progressAt} over={OLD_WORD_MS} words="▲ said" after="ago · " />
              )}
              {progress !== undefined && `${progress} %`}
            </span>
          </p>
        </div>
      )}
      {parts.tests && tests && (
        <p className={styles.row}>
          <span className={tests.passed < tests.total ? styles.some : styles.all}>
            {tests.passed}/{tests.total} passing
          </span>
          {coverage !== undefined && <span className={styles.soft}>{Math.floor(coverage)} % covered</span>}
        </p>
      )}
      {finding && (
        <p className={styles.row}>
          <strong className={styles.some}>
            {finding === 'tampering' ? '⚑ tampering: checks weakened' : '≈ flaky: passes now and then'}
          </strong>
        </p>
      )}
    </>
  );
}

function Work({ service }: { service: ServiceView }) {
  const { session, attempt, change, cost, ticketKind } = service;
  const agent = useLive(({ board }) => (session ? board?.sessions.get(session)?.agent : undefined));
  const isSilent = useLive(
    ({ board }) => session !== undefined && board?.sessions.get(session)?.state === 'silent',
  );
  const told = cost && (cost.usd !== null || cost.tokens !== null);
  const facts = [
    change > 1 && `change ${change}`,
    attempt > 1 && `attempt ${attempt}`,
    told && costText(cost).split(' · ')[0],
  ].filter(Boolean);
  return (
    <p className={styles.row}>
      {session && (
        <span className={styles.who}>
          {agent && <AgentIcon agent={agent} size={15} />}
          <span className={styles.cut}>{session}</span>
          <span className="visually-hidden"> is at work{ticketKind ? ` (${ticketKind})` : ''}</span>
          {isSilent && <strong className={styles.some}> ▲ silent</strong>}
        </span>
      )}
      <span className={styles.soft}>{facts.join(' · ')}</span>
    </p>
  );
}
