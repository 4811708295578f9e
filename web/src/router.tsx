import {
  createRootRoute,
  createRoute,
  createRouter,
  lazyRouteComponent,
  retainSearchParams,
} from '@tanstack/react-router';
import { z } from 'zod';
import { LinePage } from './line/line-page.tsx';
import { NotFound } from './shell/not-found.tsx';
import { Shell } from './shell/shell.tsx';

const text = z.coerce.string().min(1).optional().catch(undefined);

/** `at`: the board as it was at that moment, epoch milliseconds. */
const rootSearch = z.object({ at: z.coerce.number().int().positive().optional().catch(undefined) });

/** What the line page shows, all of it linkable. */
export const lineSearch = z.object({
  q: text,
  /** Only those: `needs-you`, `waiting`, `working`, `blocked`, `unhealthy`, `paused`. */
  only: text,
  group: z.enum(['session', 'agent', 'phase', 'health']).optional().catch(undefined),
  sort: z.enum(['urgency', 'name', 'age', 'cost']).optional().catch(undefined),
  /** Name of a saved view. */
  view: text,
  /** The one that is seen on a phone. */
  column: z.enum(['SPEC', 'BUILD', 'TEST', 'PRODUCTION']).optional().catch(undefined),
});

export const serviceTabs = [
  'overview',
  'timeline',
  'tickets',
  'log',
  'diff',
  'tests',
  'record',
  'releases',
  'spec',
] as const;

const serviceSearch = z.object({
  tab: z.enum(serviceTabs).optional().catch(undefined),
  /** A line of the log. */
  line: z.coerce.number().int().positive().optional().catch(undefined),
  /** What the log is searched for. */
  find: text,
  /** Whose lines of the log, and how grave at least. */
  source: text,
  level: z.enum(['warn', 'error']).optional().catch(undefined),
  record: text,
  /** The two commits, or releases, that a diff is between. */
  from: text,
  to: text,
});

const sessionsSearch = z.object({
  q: text,
  session: text,
  gone: z.coerce.boolean().optional().catch(undefined),
});
const metricsSearch = z.object({ days: z.coerce.number().int().min(1).max(365).optional().catch(undefined) });
const specSearch = z.object({ template: text });

const root = createRootRoute({
  component: Shell,
  notFoundComponent: NotFound,
  validateSearch: rootSearch,
  // Whoever looks at the past stays in it on the way to another page.
  search: { middlewares: [retainSearchParams(['at'])] },
});
const line = createRoute({
  getParentRoute: () => root,
  path: '/',
  validateSearch: lineSearch,
  component: LinePage,
});
const service = createRoute({
  getParentRoute: () => root,
  path: '/services/$name',
  validateSearch: serviceSearch,
  component: lazyRouteComponent(() => import('./service/service-page.tsx'), 'ServicePage'),
});
const sessions = createRoute({
  getParentRoute: () => root,
  path: '/sessions',
  validateSearch: sessionsSearch,
  component: lazyRouteComponent(() => import('./sessions/sessions-page.tsx'), 'SessionsPage'),
});
const metrics = createRoute({
  getParentRoute: () => root,
  path: '/figures',
  validateSearch: metricsSearch,
  component: lazyRouteComponent(() => import('./metrics/metrics-page.tsx'), 'MetricsPage'),
});
const newSpec = createRoute({
  getParentRoute: () => root,
  path: '/specs/new',
  validateSearch: specSearch,
  component: lazyRouteComponent(() => import('./spec/new-spec-page.tsx'), 'NewSpecPage'),
});
const editSpec = createRoute({
  getParentRoute: () => root,
  path: '/specs/$name',
  component: lazyRouteComponent(() => import('./spec/edit-spec-page.tsx'), 'EditSpecPage'),
});

export const router = createRouter({
  routeTree: root.addChildren([line, service, sessions, metrics, newSpec, editSpec]),
  defaultPreload: 'intent',
  scrollRestoration: true,
});

declare module '@tanstack/react-router' {
  interface Register {
    router: typeof router;
  }
}
