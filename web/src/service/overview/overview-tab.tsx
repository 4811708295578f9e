import { AgeMark } from '../../parts/age-mark.tsx';
import { ReasonBox } from '../../parts/reason-box.tsx';
import { WorkMark } from '../../parts/work-mark.tsx';
import { BuildsBox } from '../builds-box.tsx';
import { EventList } from '../event-list.tsx';
import { QuestionBox } from '../question-box.tsx';
import type { TabProps } from '../tab.ts';

/** Where it stands now, why, and the ways on. */
export default function OverviewTab({ service }: TabProps) {
  const { reason, release, live } = service;
  return (
    <>
      <p>
        <strong>{service.phase.replaceAll('_', ' ')}</strong> ·{' '}
        {service.sentence !== reason?.text && `${service.sentence} · `}for <AgeMark since={service.since} />
      </p>
      <WorkMark service={service} />
      {live.reason && <p>{live.reason}</p>}
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
      <QuestionBox questions={service.questions ?? []} />
      <BuildsBox builds={service.builds ?? []} />
      <EventList service={service} />
    </>
  );
}
