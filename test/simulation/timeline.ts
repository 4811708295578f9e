type Entry = {
  readonly at: number;
  readonly order: number;
  readonly callback: () => void;
  cancelled: boolean;
};

/** True time of a world, in milliseconds from its beginning: it passes only from one waiting callback to the next. */
export class Timeline {
  #now = 0;
  #order = 0;
  readonly #entries: Entry[] = [];

  get now(): number {
    return this.#now;
  }

  /** Calls back once, `ms` from now; returns the cancel. Of two due together the older goes first. */
  after(ms: number, callback: () => void): () => void {
    const entry = { at: this.#now + Math.max(0, ms), order: this.#order++, callback, cancelled: false };
    let low = 0;
    let high = this.#entries.length;
    while (low < high) {
      const middle = (low + high) >>> 1;
      if ((this.#entries[middle]?.at ?? Number.POSITIVE_INFINITY) <= entry.at) low = middle + 1;
      else high = middle;
    }
    this.#entries.splice(low, 0, entry);
    return () => {
      entry.cancelled = true;
    };
  }

  /** Moves to the next callback and makes it; false when nothing waits. */
  runNext(): boolean {
    for (let entry = this.#entries.shift(); entry; entry = this.#entries.shift()) {
      if (entry.cancelled) continue;
      this.#now = entry.at;
      entry.callback();
      return true;
    }
    return false;
  }
}
