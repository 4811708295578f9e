const tab = '[role="tabpanel"] *';

/** Where each page is, and what is on it when it is there. */
export const pages: Readonly<Record<string, { readonly path: string; readonly ready: string }>> = {
  line: { path: '/', ready: '[data-service]' },
  service: { path: '/services/quotes', ready: '#main h2' },
  timeline: { path: '/services/quotes?tab=timeline', ready: tab },
  tickets: { path: '/services/quotes?tab=tickets', ready: tab },
  log: { path: '/services/quotes?tab=log', ready: tab },
  diff: { path: '/services/quotes?tab=diff', ready: tab },
  tests: { path: '/services/quotes?tab=tests', ready: tab },
  record: { path: '/services/quotes?tab=record', ready: tab },
  releases: { path: '/services/quotes?tab=releases', ready: tab },
  spec: { path: '/services/quotes?tab=spec', ready: tab },
  blocked: { path: '/services/feature-flags', ready: '#main h2' },
  sessions: { path: '/sessions', ready: '#main h2' },
  metrics: { path: '/figures', ready: '#main h2' },
  'new-spec': { path: '/specs/new', ready: '#main h2' },
  'edit-spec': { path: '/specs/todo', ready: '#main h2' },
};

/** What is looked at besides: what opens over a page, the past, and the first run. */
export const opened = ['acts', 'palette', 'keys', 'send-back', 'past', 'empty'] as const;

export const pageNames: readonly string[] = [...Object.keys(pages), ...opened];
