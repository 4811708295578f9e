const BUCKETS = 512;

type Bucket<View> = ReadonlyMap<string, View>;

/**
 * Views by key that never change: a step to the next one copies only the small buckets it touches, so that it costs as
 * much as what changed and not as much as what is there, and what two of them differ in is found as cheaply.
 */
export class ViewMap<View> implements ReadonlyMap<string, View> {
  readonly #buckets: readonly Bucket<View>[];
  readonly size: number;

  private constructor(buckets: readonly Bucket<View>[], size: number) {
    this.#buckets = buckets;
    this.size = size;
  }

  static of<View>(entries: Iterable<readonly [string, View]>): ViewMap<View> {
    const none: Bucket<View> = new Map();
    return new ViewMap(new Array<Bucket<View>>(BUCKETS).fill(none), 0).with(entries);
  }

  /** The same with these set, and those whose view is undefined gone. The later of two for one key counts. */
  with(changes: Iterable<readonly [string, View | undefined]>): ViewMap<View> {
    const buckets = [...this.#buckets];
    const mine = new Map<number, Map<string, View>>();
    let { size } = this;
    for (const [key, view] of changes) {
      const at = bucketOf(key);
      let bucket = mine.get(at);
      if (!bucket) {
        bucket = new Map(buckets[at]);
        mine.set(at, bucket);
        buckets[at] = bucket;
      }
      const before = bucket.size;
      if (view === undefined) bucket.delete(key);
      else bucket.set(key, view);
      size += bucket.size - before;
    }
    return mine.size === 0 ? this : new ViewMap(buckets, size);
  }

  /** The keys whose view is another object here than in `before`, or is in one of both alone. */
  keysOtherThanIn(before: ViewMap<View>): string[] {
    const keys: string[] = [];
    for (let at = 0; at < BUCKETS; at += 1) {
      const now = this.#buckets[at];
      const then = before.#buckets[at];
      if (!now || !then || now === then) continue;
      for (const [key, view] of now) if (then.get(key) !== view) keys.push(key);
      for (const key of then.keys()) if (!now.has(key)) keys.push(key);
    }
    return keys;
  }

  get(key: string): View | undefined {
    return this.#buckets[bucketOf(key)]?.get(key);
  }

  has(key: string): boolean {
    return this.#buckets[bucketOf(key)]?.has(key) ?? false;
  }

  *entries(): Generator<[string, View], undefined> {
    for (const bucket of this.#buckets) yield* bucket;
    return undefined;
  }

  *keys(): Generator<string, undefined> {
    for (const bucket of this.#buckets) yield* bucket.keys();
    return undefined;
  }

  *values(): Generator<View, undefined> {
    for (const bucket of this.#buckets) yield* bucket.values();
    return undefined;
  }

  forEach(visit: (view: View, key: string, map: ReadonlyMap<string, View>) => void): void {
    for (const [key, view] of this.entries()) visit(view, key, this);
  }

  [Symbol.iterator](): Generator<[string, View], undefined> {
    return this.entries();
  }
}

// FNV-1a over UTF-16 units: spreads ids that differ in their last letter alone.
function bucketOf(key: string): number {
  let hash = 0x811c9dc5;
  for (let index = 0; index < key.length; index += 1) {
    hash = Math.imul(hash ^ key.charCodeAt(index), 0x01000193);
  }
  return (hash ^ (hash >>> 15)) & (BUCKETS - 1);
}
