import type { TabProps } from '../tab.ts';
import { ChangeBox } from './change-box.tsx';
import { EventBox } from './event-box.tsx';
import styles from './timeline.module.css';

/** Where the time of a change went, and what happened to the service. */
export default function TimelineTab({ service }: TabProps) {
  return (
    <div className={styles.page}>
      <ChangeBox service={service} />
      <EventBox service={service} />
    </div>
  );
}
