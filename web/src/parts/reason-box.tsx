import type { Reason } from '../../../src/contracts/board.ts';
import styles from './reason-box.module.css';
import { Ways } from './ways.tsx';

type Props = { reason: Reason; grave: boolean; most?: number };

/** Why a service stands, and the ways on. */
export function ReasonBox({ reason, grave, most = 3 }: Props) {
  const details = reason.details ?? [];
  return (
    <div className={`${styles.box} ${grave ? styles.grave : ''}`} data-reason={reason.code}>
      <p>
        <span aria-hidden="true">{grave ? '■' : '▲'} </span>
        {reason.text}
      </p>
      {details.length > 0 && (
        <ul className={styles.details}>
          {details.slice(0, most).map((detail) => (
            <li key={detail}>{detail}</li>
          ))}
          {details.length > most && <li>and {details.length - most} more</li>}
        </ul>
      )}
      <Ways ways={reason.ways} />
    </div>
  );
}
