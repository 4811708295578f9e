import { createContext, useContext, useSyncExternalStore } from 'react';
import type { LineView, ServiceView, SessionView } from '../../../src/contracts/board.ts';
import type { Board } from './board-state.ts';
import type { Connection, LiveStore, Picture } from './live-store.ts';
import type { ViewMap } from './view-map.ts';

export const LiveContext = createContext<LiveStore | null>(null);

/** The store the page reads: the live one, or a moment of the past. */
export function useLiveStore(): LiveStore {
  const store = useContext(LiveContext);
  if (!store) throw new Error('there is no LiveContext above this component');
  return store;
}

/** One part of the picture; renders again only when that part is another object. `pick` must not make new objects. */
export function useLive<T>(pick: (picture: Picture) => T): T {
  const store = useLiveStore();
  return useSyncExternalStore(store.subscribe, () => pick(store.get()));
}

const boardOf = ({ board }: Picture): Board | null => board;
const connectionOf = ({ connection }: Picture): Connection => connection;

const lineOf = ({ board }: Picture): LineView | null => board?.line ?? null;
const sessionsOf = ({ board }: Picture): ViewMap<SessionView> | null => board?.sessions ?? null;

/** Everything; renders again with every delta. Where one part is enough, ask for that. */
export function useBoard(): Board | null {
  return useLive(boardOf);
}

export function useConnection(): Connection {
  return useLive(connectionOf);
}

/** By name; undefined when it is not on the board. */
export function useService(name: string): ServiceView | undefined {
  return useLive(({ board }) => board?.names.get(name));
}

/** By id; undefined when it is not on the board. Renders again only when this one changed. */
export function useServiceById(id: string): ServiceView | undefined {
  return useLive(({ board }) => board?.services.get(id));
}

/** What concerns the whole line; null before the first picture. */
export function useLine(): LineView | null {
  return useLive(lineOf);
}

/** By name; null before the first picture. */
export function useSessions(): ViewMap<SessionView> | null {
  return useLive(sessionsOf);
}
