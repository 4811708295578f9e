import { Loader, Title } from '@mantine/core';
import { lazy, Suspense, useId, useMemo } from 'react';
import type { ServiceView } from '../../../../src/contracts/board.ts';
import { machineChart } from '../../../../src/contracts/history.ts';
import { useRead } from '../../api/use-read.ts';
import { pictureOf } from './chart-picture.ts';
import styles from './overview.module.css';
import { PathList } from './path-list.tsx';
import { usePath } from './use-path.ts';

const Statechart = lazy(() => import('./statechart.tsx'));

/** The machine of the service: in a picture, and its path in words. */
export function MachineBox({ service }: { service: ServiceView }) {
  const title = useId();
  const { data: chart, error: chartError } = useRead(
    ['machine', 'service'],
    '/api/machines/service',
    machineChart,
  );
  const { line, live, error } = usePath(service);
  const now = `line.${service.state} live.${liveState(service)}`;
  const picture = useMemo(
    () => chart && pictureOf(chart, new Set(now.split(' ')), [...line, ...live]),
    [chart, now, line, live],
  );
  const problem = chartError ?? error;
  return (
    <section aria-labelledby={title} className={styles.machine}>
      <Title order={3} id={title}>
        Where it is in its machine
      </Title>
      {problem && <p className={styles.problem}>The machine cannot be read now: {problem.message}</p>}
      {picture && (
        <Suspense fallback={<Loader aria-label="Loading the picture" />}>
          <Statechart picture={picture} />
        </Suspense>
      )}
      <div className={styles.paths}>
        <PathList title="The line, since this change began" steps={line} none="It has not moved yet." />
        <PathList title="What serves, lately" steps={live} none="Nothing serves yet." />
      </div>
    </section>
  );
}

/** The board tells of what serves below a directory that is gone; the machine shows that it is gone. */
function liveState({ live }: ServiceView): string {
  return live.health === 'missing' ? 'missing' : live.state;
}
