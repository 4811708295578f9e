import { notifications } from '@mantine/notifications';
import { useNavigate, useRouterState } from '@tanstack/react-router';
import { useCallback } from 'react';
import { undoOffer } from '../act/undo-offer.ts';
import { useLiveStore } from '../live/use-live.ts';
import type { ShortcutId } from './shortcuts.ts';
import { useTimeTravel } from './time/use-time-travel.ts';

const SEARCH = '#main input[type="search"]';

/** Does what a key, a button or the palette asks of the board; `open` shows a dialog. */
export function useCommands(open: (dialog: 'palette' | 'help') => void): (id: ShortcutId) => void {
  const navigate = useNavigate();
  const path = useRouterState({ select: ({ location }) => location.pathname });
  const { at, goTo } = useTimeTravel();
  const store = useLiveStore();
  return useCallback(
    (id) => {
      switch (id) {
        case 'palette':
        case 'help':
          return open(id);
        case 'past':
          return goTo(at === undefined ? Math.round(Date.now() + store.get().skew) : undefined);
        case 'search':
          return search(path, () => navigate({ to: '/' }));
        case 'undo':
          if (!undoOffer.take()) notifications.show({ message: 'There is nothing to undo.', role: 'status' });
          return;
        case 'new-spec':
          return void navigate({ to: '/specs/new' });
        case 'go-line':
          return void navigate({ to: '/' });
        case 'go-sessions':
          return void navigate({ to: '/sessions' });
        case 'go-metrics':
          return void navigate({ to: '/figures' });
        case 'needs-you':
          return void navigate({ to: '/' }).then(() => document.getElementById('needs-you')?.focus());
      }
    },
    [navigate, path, at, goTo, store, open],
  );
}

/** To the page's own search; a page without one leaves it to the line's. */
async function search(path: string, goToLine: () => Promise<void>): Promise<void> {
  if (!document.querySelector(SEARCH) && path !== '/') await goToLine();
  document.querySelector<HTMLInputElement>(SEARCH)?.focus();
}
