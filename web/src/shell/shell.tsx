import { AppShell, Group, Stack } from '@mantine/core';
import { Outlet } from '@tanstack/react-router';
import { lazy, Suspense, useCallback, useEffect, useState } from 'react';
import { ActingProvider } from '../act/acting.tsx';
import { LiveContext, useLive, useLiveStore } from '../live/use-live.ts';
import { Header } from './header.tsx';
import { Nav } from './nav.tsx';
import { type ServiceInFocus, serviceInFocus } from './service-in-focus.ts';
import classes from './shell.module.css';
import { StaleBanner } from './stale-banner.tsx';
import { useMoment } from './time/use-moment.ts';
import { useTimeTravel } from './time/use-time-travel.ts';
import { useArrival } from './use-arrival.ts';
import { useCommands } from './use-commands.ts';
import { useShortcuts } from './use-shortcuts.ts';

const loadPalette = () => import('./palette/palette.tsx');
const Palette = lazy(loadPalette);
const ShortcutsDialog = lazy(() => import('./shortcuts-dialog.tsx'));
const TimeBar = lazy(() => import('./time/time-bar.tsx'));

type Dialog = { readonly which: 'palette' | 'help'; readonly service: ServiceInFocus };

/** What every page stands in: where one is, whether what is shown is now, and the ways to go. */
export function Shell() {
  const live = useLiveStore();
  const connection = useLive((picture) => picture.connection);
  const gap = useLive((picture) => picture.gap);
  const skew = useLive((picture) => picture.skew);
  const { at, goTo } = useTimeTravel();
  const moment = useMoment(at);
  const shown = moment?.store ?? live;
  const [dialog, setDialog] = useState<Dialog | null>(null);
  const open = useCallback(
    (which: 'palette' | 'help') => setDialog({ which, service: serviceInFocus() }),
    [],
  );
  const close = useCallback(() => setDialog(null), []);
  const onCommand = useCommands(open);
  useShortcuts(onCommand, dialog !== null);
  usePreload();
  useArrival();
  return (
    <LiveContext value={shown}>
      <ActingProvider>
        <AppShell
          header={{ height: 56 }}
          navbar={{ width: 176, breakpoint: 'sm', collapsed: { mobile: true } }}
          footer={{ height: { base: 56, sm: 0 } }}
          padding={{ base: 'sm', sm: 'md' }}
        >
          <AppShell.Header className={classes.header}>
            <a href="#main" className={classes.skip}>
              Skip to the page
            </a>
            <Group h="100%" px={{ base: 'sm', sm: 'md' }} gap="sm" wrap="nowrap">
              <Header connection={connection} gap={gap} onCommand={onCommand} />
            </Group>
          </AppShell.Header>
          <AppShell.Navbar p="xs" aria-label="Pages" className={classes.side} visibleFrom="sm">
            <Nav />
          </AppShell.Navbar>
          <AppShell.Main id="main" tabIndex={-1} className={classes.main}>
            <Stack gap="sm">
              <StaleBanner connection={connection} />
              {at !== undefined && (
                <Suspense>
                  <TimeBar
                    at={at}
                    now={Date.now() + skew}
                    loading={moment?.loading ?? false}
                    leftOut={moment?.leftOut ?? []}
                    goTo={goTo}
                  />
                </Suspense>
              )}
              <div>
                <Outlet />
              </div>
            </Stack>
          </AppShell.Main>
          <AppShell.Footer hiddenFrom="sm" className={classes.bottom}>
            <nav aria-label="Pages">
              <Nav row />
            </nav>
          </AppShell.Footer>
        </AppShell>
        <Suspense>
          {dialog?.which === 'palette' && (
            <Palette focus={dialog.service} onCommand={onCommand} onClose={close} />
          )}
          {dialog?.which === 'help' && <ShortcutsDialog onClose={close} />}
        </Suspense>
      </ActingProvider>
    </LiveContext>
  );
}

const CALM_MS = 1_500;

/** What a key opens is there by the time somebody presses it, and not in the way of the first picture. */
function usePreload(): void {
  useEffect(() => {
    const due = setTimeout(() => void loadPalette(), CALM_MS);
    return () => clearTimeout(due);
  }, []);
}
