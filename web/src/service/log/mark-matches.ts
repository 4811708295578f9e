/** Where a text stands in another, whatever its case: pairs of begin and end, in order, none over another. */
export function placesOf(text: string, wanted: string, most = 200): [number, number][] {
  if (wanted === '') return [];
  const places: [number, number][] = [];
  const lower = text.toLowerCase();
  // Where lower case is longer than upper, places would be wrong: nothing is marked then.
  if (lower.length !== text.length) return [];
  const needle = wanted.toLowerCase();
  for (let at = lower.indexOf(needle); at >= 0 && places.length < most; at = lower.indexOf(needle, at)) {
    places.push([at, at + needle.length]);
    at += needle.length;
  }
  return places;
}

export type Marked<Piece> = Piece & { readonly marked: boolean };

/** Pieces of a text, cut where a place begins or ends, so that each is within one or outside all. */
export function cutAt<Piece extends { readonly text: string }>(
  pieces: readonly Piece[],
  places: readonly (readonly [number, number])[],
): Marked<Piece>[] {
  const cut: Marked<Piece>[] = [];
  let start = 0;
  for (const piece of pieces) {
    const end = start + piece.text.length;
    let at = start;
    const add = (to: number, marked: boolean) => {
      if (to > at) cut.push({ ...piece, text: piece.text.slice(at - start, to - start), marked });
      at = Math.max(at, to);
    };
    for (const [from, to] of places) {
      if (to <= start || from >= end) continue;
      add(Math.max(from, start), false);
      add(Math.min(to, end), true);
    }
    add(end, false);
    start = end;
  }
  return cut;
}
