import { Link } from '@tanstack/react-router';
import type { SessionView } from '../../../src/contracts/board.ts';
import styles from './sessions.module.css';

/** What it has in hands, each the way to its service. */
export function HeldList({ session }: { session: SessionView }) {
  if (session.holding.length === 0) return <span className={styles.soft}>nothing</span>;
  return (
    <ul>
      {session.holding.map(({ ticket, service, kind }) => (
        <li key={ticket}>
          {kind}{' '}
          {service === '' ? (
            ticket
          ) : (
            <Link to="/services/$name" params={{ name: service }} search={{ tab: 'tickets' }}>
              {service}
            </Link>
          )}
        </li>
      ))}
    </ul>
  );
}
