import { useMemo, useSyncExternalStore } from 'react';
import { useLiveStore } from '../live/use-live.ts';
import { LineFollower, type LineShown } from './line-follower.ts';
import type { Wish } from './wish.ts';

/** The line under a wish; renders again only when something of what is shown changed its place. Null before the first picture. */
export function useLineShown({ q, only, group, sort }: Wish): LineShown | null {
  const store = useLiveStore();
  const follower = useMemo(
    () => new LineFollower({ q: q.trim().toLowerCase(), only, group, sort }),
    [q, only, group, sort],
  );
  return useSyncExternalStore(store.subscribe, () => follower.at(store.get().board));
}
