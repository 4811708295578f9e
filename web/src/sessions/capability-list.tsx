import type { SessionView } from '../../../src/contracts/board.ts';
import { plainText } from '../../../src/contracts/plain-text.ts';
import styles from './sessions.module.css';

/** What it may be given; what it declares and cannot do now is struck out, with why. */
export function CapabilityList({ session }: { session: SessionView }) {
  const missing = new Map((session.unavailable ?? []).map(({ capability, reason }) => [capability, reason]));
  return (
    <ul className={styles.capabilities} aria-label="Capabilities">
      {session.capabilities.map((capability) => {
        const reason = missing.get(capability);
        if (reason === undefined) return <li key={capability}>{capability}</li>;
        return (
          <li key={capability} className={styles.missing} title={plainText(reason)}>
            <s>{capability}</s>
            <span className="visually-hidden"> not now: {plainText(reason)}</span>
          </li>
        );
      })}
    </ul>
  );
}
