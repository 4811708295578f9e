import { memo } from 'react';
import type { ServiceView } from '../../../src/contracts/board.ts';
import { AgeMark } from '../parts/age-mark.tsx';
import { HealthMark } from '../parts/health-mark.tsx';
import { ReasonBox } from '../parts/reason-box.tsx';
import { WorkMark } from '../parts/work-mark.tsx';
import styles from './service-card.module.css';

type Props = { service: ServiceView; onOpen: (name: string) => void };

/** One service: where it is, who works on it, how it serves, and why it stands when it does. */
export const ServiceCard = memo(function ServiceCard({ service, onOpen }: Props) {
  const { release, reason } = service;
  return (
    <li className={styles.card} data-service={service.id} data-state={service.state}>
      <div className={styles.head}>
        <h3 className={styles.name}>
          <button type="button" className={styles.open} onClick={() => onOpen(service.name)}>
            {service.name}
            <span className="visually-hidden">: details</span>
          </button>
        </h3>
        <span className={styles.age}>
          <AgeMark since={service.since} />
        </span>
      </div>
      <p className={styles.phase}>
        {service.phase.replaceAll('_', ' ')}
        {service.state === 'blocked' && <span className={styles.blocked}> · BLOCKED</span>}
        {service.paused && ' · PAUSED'}
      </p>
      {service.sentence !== reason?.text && <p className={styles.sentence}>{service.sentence}</p>}
      <WorkMark service={service} />
      {service.live.health !== 'none' && (
        <p className={styles.row}>
          <HealthMark live={service.live} />
          {release && (
            <a className={styles.release} href={release.url} target="_blank" rel="noreferrer">
              open {release.version} ↗
            </a>
          )}
        </p>
      )}
      {reason && <ReasonBox reason={reason} grave={service.state === 'blocked' || reason.code === 'down'} />}
    </li>
  );
});
