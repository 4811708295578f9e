import { BuildsBox } from '../builds-box.tsx';
import { QuestionBox } from '../question-box.tsx';
import type { TabProps } from '../tab.ts';
import { MachineBox } from './machine-box.tsx';
import styles from './overview.module.css';
import { Standing } from './standing.tsx';

/** Where it stands now, why, and the ways on; and the machine it is in. */
export default function OverviewTab({ service }: TabProps) {
  return (
    <div className={styles.page}>
      <div className={styles.top}>
        <Standing service={service} />
        <QuestionBox questions={service.questions ?? []} />
      </div>
      <BuildsBox builds={service.builds ?? []} />
      <MachineBox service={service} />
    </div>
  );
}
