import type { ServiceView } from '../../../src/contracts/board.ts';
import { costText } from './cost-text.ts';
import { WorkIcon } from './work-icon.tsx';
import styles from './work-mark.module.css';

/** What is being done on the card's service right now: who, how far, how many tests pass. */
export function WorkMark({ service }: { service: ServiceView }) {
  const { session, progress, activity, tests, coverage, mutation, finding, attempt, change, cost } = service;
  const told = cost && (cost.usd !== null || cost.tokens !== null || cost.unknown > 0);
  const tries = [
    change > 1 && `change ${change}`,
    attempt > 1 && `attempt ${attempt}`,
    told && costText(cost),
  ].filter(Boolean);
  return (
    <>
      {(session || tries.length > 0) && (
        <p className={styles.row}>
          {session && (
            <span>
              <WorkIcon test={service.column === 'TEST'} /> {session}
              <span className="visually-hidden"> is at work</span>
            </span>
          )}
          <span className={styles.soft}>{tries.join(' · ')}</span>
        </p>
      )}
      {progress !== undefined && (
        <progress
          className={styles.progress}
          value={progress}
          max={100}
          aria-label={`Progress of ${service.name}`}
        >
          {progress} %
        </progress>
      )}
      {(activity || progress !== undefined) && (
        <p className={styles.row}>
          <span className={styles.soft}>{activity}</span>
          {progress !== undefined && <span className={styles.soft}>{progress} %</span>}
        </p>
      )}
      {tests && tests.total > 0 && (
        <p className={styles.row}>
          <span className={tests.passed < tests.total ? styles.some : styles.all}>
            {tests.passed}/{tests.total} passing
          </span>
          <span className={styles.soft}>
            {[
              coverage !== undefined && `${Math.floor(coverage)} % covered`,
              mutation !== undefined && `${Math.floor(mutation)} % of faults noticed`,
            ]
              .filter(Boolean)
              .join(' · ')}
          </span>
        </p>
      )}
      {finding && (
        <p className={styles.row}>
          <strong className={styles.some}>
            {finding === 'tampering'
              ? '⚑ tampering: the checks were weakened'
              : '≈ flaky: passes now and then'}
          </strong>
        </p>
      )}
    </>
  );
}
