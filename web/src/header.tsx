import type { LineView } from '../../src/contracts/board.ts';
import { CommandButton } from './command-button.tsx';
import type { Connection } from './connect-board.ts';
import { ConnectionMark } from './connection-mark.tsx';
import styles from './header.module.css';

type Props = {
  connection: Connection;
  behind: boolean;
  line: LineView | null;
  token: string | null;
  filter: string;
  onFilter: (text: string) => void;
};

export function Header({ connection, behind, line, token, filter, onFilter }: Props) {
  return (
    <header className={styles.header}>
      <h1 className={styles.name}>
        <img src="/lamp.svg" alt="" width="26" height="26" />
        Andon
      </h1>
      <ConnectionMark connection={connection} behind={behind} />
      <input
        className={styles.filter}
        type="search"
        placeholder="Find a service"
        aria-label="Find a service by name"
        value={filter}
        onChange={(event) => onFilter(event.target.value)}
      />
      {line && (
        <CommandButton
          path={line.paused ? '/api/resume' : '/api/pause'}
          label={line.paused ? 'Resume the line' : 'Pause the line'}
          token={token}
        />
      )}
    </header>
  );
}
