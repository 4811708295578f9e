import { Button, Text } from '@mantine/core';
import { useState } from 'react';
import { inviteResponse } from '../../../src/contracts/invites.ts';
import { useReadOnly } from '../act/use-act.tsx';
import { send } from '../api/client.ts';
import { useToken } from '../api/use-token.ts';
import { Ways } from '../parts/ways.tsx';
import styles from './sessions.module.css';

const here = ['andon worker --name s1 --capabilities builder,tester,fixer --agent claude', 'andon agents ls'];

/** How somebody comes to work here: on this machine, on another, by hand. */
export function JoinBox({ open }: { open: boolean }) {
  return (
    <details className={styles.join} open={open}>
      <summary>Join a worker</summary>
      <div className={styles.ways}>
        <section>
          <h3>On this machine</h3>
          <p>Any agent that is installed; the second command lists which are.</p>
          <Ways ways={here} />
        </section>
        <section>
          <h3>On another machine</h3>
          <p>An invite lets one session in, without the key of this home.</p>
          <Invite />
        </section>
        <section>
          <h3>Yourself</h3>
          <p>Take a ticket, work on it in the folder that is made, hand it in.</p>
          <Ways ways={['andon claim', 'andon submit']} />
        </section>
      </div>
    </details>
  );
}

/** The token is shown this once, and kept nowhere here. */
function Invite() {
  const token = useToken();
  const readOnly = useReadOnly();
  const [made, setMade] = useState<{ readonly join: string; readonly until: number } | null>(null);
  const [problem, setProblem] = useState<string | null>(null);
  const make = async () => {
    try {
      const body = { capabilities: ['builder', 'tester', 'fixer'] };
      const { invite, token: secret } = await send('POST', '/api/invites', body, inviteResponse, { token });
      setMade({ join: `${location.origin}#${secret}`, until: invite.expiresAt });
      setProblem(null);
    } catch (error) {
      setProblem(error instanceof Error ? error.message : String(error));
    }
  };
  if (made) {
    return (
      <>
        <Ways ways={[`andon worker --join ${made.join} --name s2 --agent claude`]} />
        <Text size="sm" c="dimmed" role="status">
          Good for one session until {new Date(made.until).toLocaleString()}; it is shown this once.
        </Text>
      </>
    );
  }
  return (
    <>
      <Ways ways={['andon invite']} />
      {readOnly === null && (
        <Button size="compact-sm" variant="default" onClick={make}>
          Make an invite here
        </Button>
      )}
      {problem !== null && (
        <Text size="sm" role="alert">
          {problem}
        </Text>
      )}
    </>
  );
}
