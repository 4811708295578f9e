import { Button } from '@mantine/core';
import styles from './log-tab.module.css';

type BarProps = { readonly following: boolean; readonly fresh: number; readonly onFollow: () => void };

/** Whether the end is followed, and the way back to it. */
export function FollowBar({ following, fresh, onFollow }: BarProps) {
  if (following) return <p className={styles.following}>● following</p>;
  return (
    <Button size="xs" className={styles.follow} onClick={onFollow} title="End">
      ↓ Follow{fresh > 0 ? ` · ${fresh.toLocaleString('en')} new` : ''}
    </Button>
  );
}
