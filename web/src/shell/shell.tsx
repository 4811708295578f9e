import { AppShell, Burger, Group, NavLink } from '@mantine/core';
import { useDisclosure } from '@mantine/hooks';
import { Link, Outlet, useRouterState } from '@tanstack/react-router';
import { needsYou } from '../line/needs-you.ts';
import { useBoard } from '../live/use-live.ts';
import { Header } from './header.tsx';
import classes from './shell.module.css';
import { useTitle } from './use-title.ts';

const places = [
  { to: '/', label: 'Line' },
  { to: '/sessions', label: 'Sessions' },
  { to: '/figures', label: 'Metrics' },
] as const;

/** What every page stands in: where one is, whether what is shown is now, and the ways to go. */
export function Shell() {
  const [open, { toggle, close }] = useDisclosure(false);
  const here = useRouterState({ select: ({ location }) => location.pathname });
  const board = useBoard();
  useTitle(board ? needsYou(board.line, board.services.values()).length : 0);
  return (
    <AppShell
      header={{ height: 56 }}
      navbar={{ width: 168, breakpoint: 'sm', collapsed: { mobile: !open } }}
      padding="md"
    >
      <AppShell.Header className={classes.header}>
        <a href="#main" className={classes.skip}>
          Skip to the page
        </a>
        <Group h="100%" px="md" gap="sm" wrap="nowrap">
          <Burger
            opened={open}
            onClick={toggle}
            hiddenFrom="sm"
            size="sm"
            aria-label={open ? 'Close the menu' : 'Open the menu'}
          />
          <Header />
        </Group>
      </AppShell.Header>
      <AppShell.Navbar p="xs" aria-label="Pages">
        {places.map(({ to, label }) => (
          <NavLink
            key={to}
            renderRoot={(props) => <Link to={to} {...props} />}
            label={label}
            active={to === '/' ? here === '/' : here.startsWith(to)}
            onClick={close}
          />
        ))}
      </AppShell.Navbar>
      <AppShell.Main id="main" tabIndex={-1}>
        <Outlet />
      </AppShell.Main>
    </AppShell>
  );
}
