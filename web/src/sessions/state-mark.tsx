import type { SessionView } from '../../../src/contracts/board.ts';
import { sessionStates } from './session-states.ts';
import styles from './sessions.module.css';

/** What a session is doing, told by shape, word and colour. */
export function StateMark({ state }: { state: SessionView['state'] }) {
  const { shape, word, means } = sessionStates[state];
  return (
    <span className={`${styles.state} ${styles[state]}`} title={means}>
      <span aria-hidden="true">{shape}</span> {word}
    </span>
  );
}
