import { createContext, useContext, useSyncExternalStore } from 'react';

/** Cards picked to be acted on together, by id. */
export class Selection {
  #picked: ReadonlySet<string> = new Set();
  readonly #listeners = new Set<() => void>();

  readonly get = (): ReadonlySet<string> => this.#picked;

  readonly subscribe = (listener: () => void): (() => void) => {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  };

  toggle(id: string): void {
    const next = new Set(this.#picked);
    if (!next.delete(id)) next.add(id);
    this.#set(next);
  }

  clear(): void {
    if (this.#picked.size > 0) this.#set(new Set());
  }

  #set(next: ReadonlySet<string>): void {
    this.#picked = next;
    for (const listener of this.#listeners) listener();
  }
}

export const SelectionContext = createContext(new Selection());

/** The cards that are picked. */
export function usePicked(): ReadonlySet<string> {
  const selection = useContext(SelectionContext);
  return useSyncExternalStore(selection.subscribe, selection.get);
}
