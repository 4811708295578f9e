/** The newest of what is put in: at least so many, and at most twice as many. */
export class Newest<T> {
  readonly #most: number;
  #items: T[] = [];

  constructor(most: number) {
    this.#most = most;
  }

  push(item: T): void {
    this.#items.push(item);
    // Cut now and then, not each time: moving twenty thousand for every one would be felt.
    if (this.#items.length < this.#most * 2) return;
    this.#items = this.#items.slice(-this.#most);
  }

  /** Oldest first. */
  all(): readonly T[] {
    return this.#items;
  }
}
