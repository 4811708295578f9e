import './api/no-code-from-text.ts';
import '@mantine/core/styles.css';
import '@mantine/notifications/styles.css';
import './theme/tokens.css';
import { MantineProvider } from '@mantine/core';
import { Notifications } from '@mantine/notifications';
import { QueryClient, QueryClientProvider } from '@tanstack/react-query';
import { RouterProvider } from '@tanstack/react-router';
import { StrictMode } from 'react';
import { createRoot } from 'react-dom/client';
import { takeToken } from './api/operator-token.ts';
import { TokenContext } from './api/use-token.ts';
import { connectBoard } from './live/connect-board.ts';
import { feedQueries } from './live/feed-queries.ts';
import { LiveContext } from './live/use-live.ts';
import { router } from './router.tsx';
import { theme } from './theme/theme.ts';

const root = document.getElementById('root');
if (!root) throw new Error('index.html has no #root');

const token = takeToken();
const store = connectBoard(token);
const queries = new QueryClient({ defaultOptions: { queries: { staleTime: 30_000, retry: 1 } } });
feedQueries(store, queries);

createRoot(root).render(
  <StrictMode>
    <MantineProvider theme={theme} defaultColorScheme="auto">
      <TokenContext value={token}>
        <LiveContext value={store}>
          <QueryClientProvider client={queries}>
            <Notifications position="bottom-right" limit={4} />
            <RouterProvider router={router} />
          </QueryClientProvider>
        </LiveContext>
      </TokenContext>
    </MantineProvider>
  </StrictMode>,
);
