import { Title } from '@mantine/core';
import { useId } from 'react';
import type { ServiceView } from '../../../../src/contracts/board.ts';
import { AgeMark } from '../../parts/age-mark.tsx';
import { ReasonBox } from '../../parts/reason-box.tsx';
import { WorkMark } from '../../parts/work-mark.tsx';
import styles from './overview.module.css';

/** What it is in, since when, who is at work, why it stands and the ways on. */
export function Standing({ service }: { service: ServiceView }) {
  const { reason, release, live } = service;
  const title = useId();
  const isGrave = service.state === 'blocked' || reason?.code === 'down';
  return (
    <section className={styles.standing} aria-labelledby={title}>
      <div className={styles.head}>
        <Title order={3} id={title}>
          {service.state === 'blocked' && 'BLOCKED · '}
          {service.phase.replaceAll('_', ' ')}
        </Title>
        <span className={styles.soft}>
          for <AgeMark since={service.since} />
        </span>
      </div>
      {service.sentence !== reason?.text && <p>{service.sentence}</p>}
      <WorkMark service={service} />
      {live.reason && live.reason !== reason?.text && <p>{live.reason}</p>}
      {reason && reason.code !== 'question' && <ReasonBox reason={reason} grave={isGrave} most={1_000} />}
      {release && (
        <p className={styles.release}>
          Serves {release.version}, commit <code>{release.commit.slice(0, 10)}</code>:{' '}
          <a href={release.url} target="_blank" rel="noreferrer">
            {release.url}
          </a>
        </p>
      )}
    </section>
  );
}
