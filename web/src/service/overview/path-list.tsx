import { Button, Title } from '@mantine/core';
import { useId, useState } from 'react';
import { clock } from '../clock.ts';
import { exactly } from '../exactly.ts';
import { spaced } from '../spaced.ts';
import type { PathStep } from './chart-picture.ts';
import styles from './overview.module.css';

const FEW = 8;

type Props = { readonly title: string; readonly steps: readonly PathStep[]; readonly none: string };

/** The path over the machine in words, the newest step first: the numbers are those of the picture. */
export function PathList({ title, steps, none }: Props) {
  const [all, setAll] = useState(false);
  const id = useId();
  const shown = all ? steps : steps.slice(-FEW);
  return (
    <section aria-labelledby={id} className={styles.path}>
      <Title order={3} id={id}>
        {title}
      </Title>
      {steps.length === 0 && <p className={styles.soft}>{none}</p>}
      <ol className={styles.steps} reversed>
        {shown.toReversed().map((step) => {
          const next = steps[step.n];
          return (
            <li key={step.n} value={step.n}>
              <span className={styles.stepRow}>
                <span className={styles.number} aria-hidden="true">
                  {step.n}
                </span>
                <span className={styles.to}>{stateName(step.to)}</span>
                <span className={styles.by}>{spaced(step.event)}</span>
                <time className={styles.when} dateTime={new Date(step.at).toISOString()}>
                  {clock(step.at)}
                </time>
                <span className={styles.took}>{next ? exactly(next.at - step.at) : 'now'}</span>
              </span>
            </li>
          );
        })}
      </ol>
      {steps.length > FEW && (
        <Button size="compact-sm" variant="subtle" onClick={() => setAll(!all)} aria-expanded={all}>
          {all ? 'Only the newest' : `All ${steps.length} steps`}
        </Button>
      )}
    </section>
  );
}

/** `line.build.awaiting` → `build · awaiting` */
function stateName(id: string): string {
  return id
    .split('.')
    .slice(1)
    .map((part) => spaced(part).toLowerCase())
    .join(' · ');
}
