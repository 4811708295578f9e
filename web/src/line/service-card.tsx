import { memo } from 'react';
import type { Reason, ServiceView } from '../../../src/contracts/board.ts';
import { plainText } from '../../../src/contracts/plain-text.ts';
import { useServiceById } from '../live/use-live.ts';
import { AgeMark } from '../parts/age-mark.tsx';
import { HealthMark } from '../parts/health-mark.tsx';
import { OldMark } from '../parts/old-mark.tsx';
import { cardParts } from './card-parts.ts';
import { CardWork } from './card-work.tsx';
import { OrderHandle } from './order-handle.tsx';
import { SelectionMark } from './selection-mark.tsx';
import styles from './service-card.module.css';

type Props = {
  readonly id: string;
  readonly top: number;
  readonly height: number;
  /** The one card of its lane that Tab comes to; the keys of the line lead to the others. */
  readonly reachable: boolean;
  /** Its place in the lane, from one. */
  readonly place: number;
  /** Its place can be asked for. */
  readonly orderable: boolean;
  /** When this page last heard of the line, where that is over; this machine's clock. */
  readonly staleSince: number | null;
};

/** One service at its place in a lane. Renders again only when that service or that place changed. */
export const ServiceCard = memo(function ServiceCard(props: Props) {
  const { id, top, height, reachable, place, orderable, staleSince } = props;
  const service = useServiceById(id);
  if (!service) return null;
  const stop = reachable ? 0 : -1;
  return (
    <li
      className={styles.card}
      style={{ top, height }}
      data-service={id}
      data-state={service.state}
      data-name={service.name}
      // How many there are stands in the name of the lane: told here, every card would be drawn when one comes.
      aria-setsize={-1}
      aria-posinset={place}
    >
      <CardBody service={service} stop={stop} orderable={orderable} />
      {staleSince !== null && (
        <p className={styles.stale}>
          ▲ <OldMark since={staleSince} words="as it was" after="ago" />
        </p>
      )}
    </li>
  );
});

function CardBody({ service, stop, orderable }: { service: ServiceView; stop: number; orderable: boolean }) {
  const { name, release, reason, priority = 0 } = service;
  const parts = cardParts(service);
  return (
    <>
      <div className={styles.head}>
        <h3 className={`${styles.name} ${parts.name === 2 ? styles.two : ''}`}>
          <a
            className={styles.open}
            data-open=""
            href={`/services/${encodeURIComponent(name)}`}
            tabIndex={stop}
          >
            {name}
          </a>
        </h3>
        <span className={styles.age}>
          <AgeMark since={service.since} />
        </span>
        <span className={styles.tools}>
          <SelectionMark id={service.id} />
          {orderable && <OrderHandle service={service} stop={stop} />}
          <button
            type="button"
            className={styles.tool}
            data-acts=""
            tabIndex={stop}
            aria-label={`Acts on ${name}`}
          >
            <span aria-hidden="true">⋯</span>
          </button>
        </span>
      </div>
      <p className={styles.phase}>
        {service.phase.replaceAll('_', ' ')}
        {service.state === 'blocked' && <strong className={styles.blocked}> ■ BLOCKED</strong>}
        {service.paused && <strong> ‖ PAUSED</strong>}
        {priority !== 0 && (
          <strong className={styles.priority}> {priority > 0 ? '▲ SOONER' : '▽ LATER'}</strong>
        )}
      </p>
      {parts.sentence > 0 && (
        <p className={`${styles.sentence} ${parts.sentence === 2 ? styles.two : ''}`}>{service.sentence}</p>
      )}
      <CardWork service={service} parts={parts} />
      {parts.health && (
        <p className={styles.row}>
          <HealthMark live={service.live} />
          {release && (
            <a className={styles.release} href={release.url} target="_blank" rel="noreferrer" tabIndex={stop}>
              {release.version} <span aria-hidden="true">↗</span>
              <span className="visually-hidden">of {name}, opens where it serves</span>
            </a>
          )}
        </p>
      )}
      {reason && <CardReason reason={reason} lines={parts.reason} grave={service.state === 'blocked'} />}
    </>
  );
}

function CardReason({ reason, lines, grave }: { reason: Reason; lines: number; grave: boolean }) {
  return (
    <p
      className={`${styles.reason} ${grave || reason.code === 'down' ? styles.grave : ''}`}
      data-reason={reason.code}
      title={reason.text}
    >
      <span className={lines === 2 ? styles.two : styles.one}>
        <span aria-hidden="true">{grave ? '■' : '▲'} </span>
        {plainText(reason.text)}
      </span>
    </p>
  );
}
