type Offer = { readonly id: string; readonly take: () => void };

let latest: Offer | null = null;

/** The last act that can still be undone: what its message offers, and what the key for it takes. */
export const undoOffer = {
  put(offer: Offer): void {
    latest = offer;
  },
  /** No longer offered. */
  end(id: string): void {
    if (latest?.id === id) latest = null;
  },
  /** Undoes it; false when there is nothing to undo. */
  take(): boolean {
    if (!latest) return false;
    const { take } = latest;
    latest = null;
    take();
    return true;
  },
};
