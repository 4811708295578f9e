import { createContext, useCallback, useContext, useMemo, useSyncExternalStore } from 'react';
import type { Column } from '../../../src/contracts/board.ts';
import { untilBeat } from '../live/calmly.ts';
import { useLiveStore } from '../live/use-live.ts';
import type { Lane } from './arrangement.ts';
import { LineFollower, type LineShown } from './line-follower.ts';
import type { Wish } from './wish.ts';

/** The line under one wish, for whom a part of it is enough. */
export type LineSource = {
  readonly get: () => LineShown | null;
  readonly subscribe: (listener: () => void) => () => void;
};

const none: LineSource = { get: () => null, subscribe: () => () => {} };

export const LineContext = createContext<LineSource>(none);

/** Follows the line under a wish; another one when the wish is another. */
export function useLineSource({ q, only, group, sort }: Wish): LineSource {
  const store = useLiveStore();
  return useMemo(() => {
    const follower = new LineFollower({ q: q.trim().toLowerCase(), only, group, sort });
    return { get: () => follower.at(store.get().board), subscribe: store.subscribe };
  }, [store, q, only, group, sort]);
}

/** One part of the line; renders again only when that part is another. `pick` must not make new objects. */
export function useOfLine<T>(source: LineSource, pick: (shown: LineShown | null) => T): T {
  return useSyncExternalStore(source.subscribe, () => pick(source.get()));
}

/** One lane; renders at once when a row down to `lastSeen()` changed its place, and soon when another did. */
export function useLane(name: Column, lastSeen: () => number): Lane | undefined {
  const source = useContext(LineContext);
  const subscribe = useCallback(
    (listener: () => void) => {
      let known = source.get()?.lanes[name];
      let due: ReturnType<typeof setTimeout> | undefined;
      const draw = () => {
        clearTimeout(due);
        due = undefined;
        listener();
      };
      const stop = source.subscribe(() => {
        const lane = source.get()?.lanes[name];
        if (lane === known) return;
        known = lane;
        if (!lane || lane.from <= lastSeen()) draw();
        // Below what is seen: only the count and the length of the lane tell of it.
        else due ??= setTimeout(draw, untilBeat());
      });
      return () => {
        clearTimeout(due);
        stop();
      };
    },
    [source, name, lastSeen],
  );
  return useSyncExternalStore(subscribe, () => source.get()?.lanes[name]);
}
