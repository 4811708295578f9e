import { isDeepStrictEqual } from 'node:util';

/** What changed in a table of views since it was last taken. */
export type ViewChanges<View> = { readonly set: View[]; readonly removed: string[] };

/** Views by key, with the keys whose view must be computed again. A view that comes out the same is no change. */
export class ViewTable<View> {
  readonly #views = new Map<string, View>();
  readonly #dirty = new Set<string>();
  readonly #compute: (key: string) => View | undefined;

  constructor(compute: (key: string) => View | undefined) {
    this.#compute = compute;
  }

  touch(key: string): void {
    this.#dirty.add(key);
  }

  all(): View[] {
    return [...this.#views.values()];
  }

  /** Computes every touched view and gives those that differ. */
  take(): ViewChanges<View> {
    const changes: ViewChanges<View> = { set: [], removed: [] };
    for (const key of this.#dirty) {
      const next = this.#compute(key);
      if (next === undefined) {
        if (this.#views.delete(key)) changes.removed.push(key);
      } else if (!isDeepStrictEqual(next, this.#views.get(key))) {
        this.#views.set(key, next);
        changes.set.push(next);
      }
    }
    this.#dirty.clear();
    return changes;
  }
}
