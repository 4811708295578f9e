const pages: Readonly<Record<string, string>> = {
  '/': '',
  '/sessions': 'Sessions',
  '/figures': 'Metrics',
  '/specs/new': 'New spec',
};

/** What the tab is called: how many things call for a person, the page, and the board. */
export function pageTitle(path: string, tab: string | undefined, calls: number): string {
  const [, folder, name = ''] = path.split('/');
  const named = decodeURIComponent(name);
  const service = tab && tab !== 'overview' ? `${named}: ${tab}` : named;
  const page = pages[path] ?? (folder === 'services' ? service : folder === 'specs' ? `Edit ${named}` : '');
  return `${calls > 0 ? `(${calls}) ` : ''}${page === '' ? 'Andon' : `${page} – Andon`}`;
}
