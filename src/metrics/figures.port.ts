import type { LineFigures } from '../contracts/metrics.ts';

/** A change that shipped just now: from its start to serving, milliseconds; null where its start is not known. */
export type ShippedNow = { readonly ms: number | null };

/** How the line flows: computed from the log alone, current with the last commit once all of the log is read. */
export interface Figures {
  /** Of the last so many local days, today included. */
  of(days: number): LineFigures;
  /** Told of each change that ships from now on. Returns what ends it. */
  onShipped(listener: (shipped: ShippedNow) => void): () => void;
}
