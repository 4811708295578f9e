import { Button } from '@mantine/core';
import styles from './log-tab.module.css';

type BarProps = {
  readonly following: boolean;
  /** Lines that came since following ended. */
  readonly fresh: number;
  readonly shown: number;
  readonly onFollow: () => void;
};

/** How many lines are shown, whether the end is followed, and the way back to it. */
export function FollowBar({ following, fresh, shown, onFollow }: BarProps) {
  return (
    <>
      {!following && (
        <Button size="xs" className={styles.follow} onClick={onFollow} title="End">
          ↓ Follow{fresh > 0 ? ` · ${fresh.toLocaleString('en')} new` : ''}
        </Button>
      )}
      <p className={styles.foot}>
        {shown.toLocaleString('en')} {shown === 1 ? 'line' : 'lines'}
        {following && <span className={styles.following}>● following</span>}
      </p>
    </>
  );
}
