import { Link } from '@tanstack/react-router';
import { useCallCount } from '../line/use-calls.ts';
import styles from './calls-mark.module.css';
import { useTitle } from './use-title.ts';

/** How many things call for a person, on every page, in the tab and in its icon. */
export function CallsMark() {
  const calls = useCallCount();
  useTitle(calls);
  if (calls === 0) return null;
  const words = calls === 1 ? 'needs you' : 'need you';
  return (
    <Link to="/" search={{ only: 'needs-you' }} className={styles.mark} aria-label={`${calls} ${words}`}>
      <span aria-hidden="true">■</span> {calls}
      <span className={styles.words}> {words}</span>
    </Link>
  );
}
