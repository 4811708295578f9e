import { Button, Modal } from '@mantine/core';
import { useState } from 'react';
import type { SessionView } from '../../../src/contracts/board.ts';
import { ActButton } from '../act/act-button.tsx';
import { useReadOnly } from '../act/use-act.tsx';
import { KickForm } from './kick-form.tsx';
import { drainDeed, resumeDeed } from './session-deeds.ts';
import styles from './sessions.module.css';

/** What a person may ask of a session. */
export function SessionActs({ session }: { session: SessionView }) {
  const [kicking, setKicking] = useState(false);
  const readOnly = useReadOnly();
  const { name, state, agent, builtIn } = session;
  // Andon's own hand that deploys: it is given nothing and has no worker.
  if (builtIn && agent === 'andon') return <span className={styles.soft}>Andon itself</span>;
  return (
    <span className={styles.acts}>
      {state === 'draining' || state === 'gone' ? (
        <ActButton
          label={state === 'gone' ? 'Let it back in' : 'Resume'}
          aria-label={state === 'gone' ? `Let ${name} register again` : `Resume ${name}`}
          deed={resumeDeed(name, state === 'gone')}
          size="compact-sm"
        />
      ) : (
        <ActButton label="Drain" aria-label={`Drain ${name}`} deed={drainDeed(name)} size="compact-sm" />
      )}
      {state !== 'gone' && (
        <Button
          size="compact-sm"
          variant="subtle"
          c="var(--bad)"
          aria-label={`Kick ${name} …`}
          disabled={readOnly !== null}
          onClick={() => setKicking(true)}
        >
          Kick …
        </Button>
      )}
      {kicking && (
        <Modal.Root opened onClose={() => setKicking(false)} centered>
          <Modal.Overlay />
          <Modal.Content>
            <div className={styles.drawerHead}>
              <Modal.Title fw={650}>Kick {name}</Modal.Title>
              <Modal.CloseButton aria-label="Close" />
            </div>
            <Modal.Body>
              <KickForm name={name} onDone={() => setKicking(false)} />
            </Modal.Body>
          </Modal.Content>
        </Modal.Root>
      )}
    </span>
  );
}
