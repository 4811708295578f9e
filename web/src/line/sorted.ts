/** Where `item` stands in what `compare` has sorted, or would be put: the first place that is not before it. */
export function placeIn<Item>(
  items: readonly Item[],
  item: Item,
  compare: (a: Item, b: Item) => number,
): number {
  let low = 0;
  let high = items.length;
  while (low < high) {
    const middle = (low + high) >>> 1;
    const there = items[middle];
    if (there !== undefined && compare(there, item) < 0) low = middle + 1;
    else high = middle;
  }
  return low;
}
