import { useMemo, useSyncExternalStore } from 'react';
import { calmly } from '../live/calmly.ts';
import type { LiveStore } from '../live/live-store.ts';
import { useLiveStore } from '../live/use-live.ts';
import { Calls } from './calls.ts';
import type { Call } from './needs-you.ts';

const kept = new WeakMap<LiveStore, Calls>();

function callsIn(store: LiveStore): readonly Call[] {
  let calls = kept.get(store);
  if (!calls) {
    calls = new Calls();
    kept.set(store, calls);
  }
  return calls.at(store.get().board);
}

/** Everything that calls for a person, the gravest first. */
export function useCalls(): readonly Call[] {
  const { store, subscribe } = useCalmStore();
  return useSyncExternalStore(subscribe, () => callsIn(store));
}

/** How many things call for a person; renders again only when that number changes. */
export function useCallCount(): number {
  const { store, subscribe } = useCalmStore();
  return useSyncExternalStore(subscribe, () => callsIn(store).length);
}

// On a busy line these change with every delta, and a tab's title is dear to write.
function useCalmStore() {
  const store = useLiveStore();
  const subscribe = useMemo(() => calmly(store.subscribe), [store]);
  return { store, subscribe };
}
