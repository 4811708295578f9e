import { Button, Group, Title } from '@mantine/core';
import { Link } from '@tanstack/react-router';
import type { ReactNode } from 'react';
import type { Board } from '../../live/board-state.ts';
import { Ways } from '../../parts/ways.tsx';
import styles from './first-run.module.css';
import { builderOf, stepsDone } from './steps.ts';

const JOIN = 'andon worker --name s1 --capabilities builder,tester,fixer --agent claude';
const WRITE = 'mkdir -p SERVICES/hello && $EDITOR SERVICES/hello/SPEC.md';
/** On a line with more services nobody needs to be taught. */
const FEW = 20;

/** Whether the line is so new that it teaches: nothing of it has ever been released. */
export function isFirstRun({ services, sessions }: Board): boolean {
  if (services.size > FEW) return false;
  return !stepsDone({ services: services.values(), sessions: sessions.values() }).production;
}

/** Teaches how a service gets to production: three steps that tick themselves, with the commands to copy. */
export function FirstRun({ board }: { board: Board }) {
  const { services, sessions } = board;
  const done = stepsDone({ services: services.values(), sessions: sessions.values() });
  const builder = builderOf(sessions.values());
  return (
    <section className={styles.box} aria-labelledby="first-run">
      <Title order={2} id="first-run">
        {services.size === 0 ? 'The line is ready and empty.' : 'On the way to the first release'}
      </Title>
      <ol className={styles.steps}>
        <Step done={done.worker} title={builder ? `${builder.name} is here to build` : 'A worker joins'}>
          {!done.worker && (
            <>
              <p>In any terminal of this machine, with the agent you have:</p>
              <Ways ways={[JOIN]} />
            </>
          )}
        </Step>
        <Step done={done.spec} title={done.spec ? 'A spec is written' : 'You write a spec'}>
          {!done.spec && (
            <>
              <p>
                Five sections: Purpose, Requirements, API Specs, Dependencies, Success Criteria. Write it here
                from a template, or save <code>SERVICES/&lt;name&gt;/SPEC.md</code> with your own editor.
              </p>
              <Group gap="xs">
                <Button renderRoot={(props) => <Link to="/specs/new" {...props} />} size="sm">
                  Write a spec
                </Button>
              </Group>
              <Ways ways={[`\`${WRITE}\``, 'andon spec lint SERVICES/hello']} />
            </>
          )}
        </Step>
        <Step done={done.production} title="It goes to production by itself">
          <p>
            Built, verified, tested and deployed: you see it move through the columns. What needs you stands
            on top of this page.
          </p>
        </Step>
      </ol>
    </section>
  );
}

function Step({ done, title, children }: { done: boolean; title: string; children: ReactNode }) {
  return (
    <li className={styles.step} data-done={done}>
      <span className={styles.mark} aria-hidden="true">
        {done ? '✓' : '○'}
      </span>
      <div className={styles.body}>
        <p className={styles.title}>
          {title}
          <span className="visually-hidden">{done ? ': done' : ': still to do'}</span>
        </p>
        {children}
      </div>
    </li>
  );
}
