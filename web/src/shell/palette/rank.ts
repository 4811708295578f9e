/**
 * How well `text` answers to `wanted`, both in small letters: 0 not at all; the same, its beginning, the beginning of a
 * word in it, any place in it, or its letters in that order, each better than the next; shorter before longer.
 */
export function rank(wanted: string, text: string): number {
  if (wanted === '') return 1;
  const bonus = 1 / (1 + text.length);
  if (text === wanted) return 6;
  if (text.startsWith(wanted)) return 4 + bonus;
  const at = text.indexOf(wanted);
  if (at > 0) return (/[a-z0-9]/.test(text[at - 1] ?? '') ? 2 : 3) + bonus;
  return inOrder(wanted, text) ? 1 + bonus : 0;
}

function inOrder(wanted: string, text: string): boolean {
  let from = 0;
  for (const letter of wanted) {
    if (letter === ' ') continue;
    const found = text.indexOf(letter, from);
    if (found < 0) return false;
    from = found + 1;
  }
  return true;
}

/** The best answers to `wanted`, at most so many, the best first, the same way round every time. Reads each once. */
export function best<T>(wanted: string, all: Iterable<T>, textOf: (each: T) => string, most: number): T[] {
  const needle = wanted.trim().toLowerCase();
  const found: { each: T; score: number; text: string }[] = [];
  for (const each of all) {
    const text = textOf(each).toLowerCase();
    const score = rank(needle, text);
    if (score === 0) continue;
    const last = found[most - 1];
    if (last && !comes(score, text, last)) continue;
    const place = found.findIndex((other) => comes(score, text, other));
    found.splice(place < 0 ? found.length : place, 0, { each, score, text });
    if (found.length > most) found.pop();
  }
  return found.map(({ each }) => each);
}

function comes(score: number, text: string, before: { score: number; text: string }): boolean {
  return score > before.score || (score === before.score && text < before.text);
}
