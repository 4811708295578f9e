import type { QueryClient } from '@tanstack/react-query';
import type { LiveStore } from './live-store.ts';

const PAUSE_MS = 250;

/**
 * What a delta touched is asked again: queries about a service, a session or the line go stale when its view does.
 * Touched often, a thing is asked at most every quarter of a second. Returns what ends it.
 */
export function feedQueries(store: LiveStore, queries: QueryClient): () => void {
  let shown = store.get().board;
  let due: ReturnType<typeof setTimeout> | undefined;
  const touched = new Map<string, readonly [string, string]>();

  const flush = () => {
    due = undefined;
    const keys = [...touched.values()];
    touched.clear();
    for (const queryKey of keys) void queries.invalidateQueries({ queryKey });
  };
  const touch = (kind: string, key: string) => {
    touched.set(`${kind}/${key}`, [kind, key]);
    due ??= setTimeout(flush, PAUSE_MS);
  };
  const watched = () =>
    queries
      .getQueryCache()
      .getAll()
      .flatMap(({ queryKey: [kind, key] }) =>
        typeof key === 'string' ? [[String(kind), key] as const] : [],
      );

  const stop = store.subscribe(() => {
    const { board } = store.get();
    const before = shown;
    shown = board;
    if (!board || board === before) return;
    for (const [kind, key] of watched()) {
      if (kind === 'service' && board.services.get(key) !== before?.services.get(key)) touch(kind, key);
      if (kind === 'session' && board.sessions.get(key) !== before?.sessions.get(key)) touch(kind, key);
      if (kind === 'line' && (board.line !== before?.line || board.epoch !== before?.epoch)) touch(kind, key);
    }
  });
  return () => {
    clearTimeout(due);
    stop();
  };
}
