import { Link, useRouterState } from '@tanstack/react-router';
import { Icon } from './icon.tsx';
import styles from './nav.module.css';
import { isAt, places } from './places.ts';

/** The ways to the pages: a column at the side, a row at the bottom of a phone. */
export function Nav({ row = false }: { row?: boolean }) {
  const here = useRouterState({ select: ({ location }) => location.pathname });
  return (
    <ul className={row ? styles.row : styles.column}>
      {places.map(({ to, label, icon }) => (
        <li key={to}>
          <Link to={to} className={styles.way} {...(isAt(to, here) ? { 'aria-current': 'page' } : {})}>
            <Icon name={icon} />
            {label}
          </Link>
        </li>
      ))}
    </ul>
  );
}
