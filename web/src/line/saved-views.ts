import { useCallback, useEffect, useState } from 'react';
import { z } from 'zod';
import { type Wish, wishOf } from './wish.ts';

const KEY = 'andon.views';

const shape = z.array(
  z.object({
    name: z.string().min(1).max(60),
    q: z.string().optional(),
    only: z.string().optional(),
    group: z.enum(['session', 'agent', 'phase', 'health']).optional(),
    sort: z.enum(['urgency', 'name', 'age', 'cost']).optional(),
  }),
);

/** A way to look at the line that a person gave a name, kept in this browser. */
export type SavedView = z.infer<typeof shape>[number];

type Views = {
  readonly views: readonly SavedView[];
  /** Keeps a wish under a name, in place of one that has it. */
  readonly save: (name: string, wish: Wish) => void;
  readonly rename: (from: string, to: string) => void;
  readonly remove: (name: string) => void;
};

/** The saved views of this browser. */
export function useSavedViews(): Views {
  const [views, setViews] = useState(readViews);
  const change = useCallback((next: readonly SavedView[]) => {
    const sorted = [...next].sort((a, b) => a.name.localeCompare(b.name));
    setViews(sorted);
    try {
      localStorage.setItem(KEY, JSON.stringify(sorted));
    } catch {
      // A browser that keeps nothing has them until the page is closed.
    }
  }, []);
  return {
    views,
    save: (name, wish) =>
      change([...views.filter((view) => view.name !== name), { name, ...searchOf(wish) }]),
    rename: (from, to) => change(views.map((view) => (view.name === from ? { ...view, name: to } : view))),
    remove: (name) => change(views.filter((view) => view.name !== name)),
  };
}

/** An address that names a view alone shows it. */
export function useViewOfAddress(
  name: string | undefined,
  said: string | undefined,
  show: (view: SavedView) => void,
): void {
  useEffect(() => {
    if (name === undefined || said !== undefined) return;
    const view = readViews().find((each) => each.name === name);
    if (view && JSON.stringify(searchOf(wishOf(view))) !== '{}') show(view);
  }, [name, said, show]);
}

function readViews(): readonly SavedView[] {
  try {
    return shape.parse(JSON.parse(localStorage.getItem(KEY) ?? '[]'));
  } catch {
    return [];
  }
}

/** A wish as it stands in the address: what is as usual is left out. */
export function searchOf({ q, only, group, sort }: Wish): Omit<SavedView, 'name'> {
  return {
    ...(q === '' ? {} : { q }),
    ...(only === null ? {} : { only }),
    ...(group === null ? {} : { group }),
    ...(sort === 'urgency' ? {} : { sort }),
  };
}

/** Whether a saved view is what is shown. */
export function isShown(view: SavedView, wish: Wish): boolean {
  return JSON.stringify(searchOf(wishOf(view))) === JSON.stringify(searchOf(wish));
}
