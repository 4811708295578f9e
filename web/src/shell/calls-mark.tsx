import { Link } from '@tanstack/react-router';
import { useCallCount } from '../line/use-calls.ts';
import styles from './calls-mark.module.css';
import { useTitle } from './use-title.ts';

/** How many things call for a person, on every page, in the tab and in its icon. */
export function CallsMark() {
  const calls = useCallCount();
  useTitle(calls);
  if (calls === 0) return null;
  return (
    <Link to="/" search={{ only: 'needs-you' }} className={styles.mark} aria-label={`${calls} need you`}>
      <span aria-hidden="true">■</span> {calls}
      <span className={styles.words}> need{calls === 1 ? 's' : ''} you</span>
    </Link>
  );
}
