/**
 * Where two values differ as JSON, as a path (`context.live.held[0]`), or null when they are the same. A field that is
 * undefined is one that is not there, as in what a database gives back. Maps are compared by their entries.
 */
export function differenceAt(left: unknown, right: unknown, path = ''): string | null {
  if (Object.is(left, right)) return null;
  const ofLeft = fieldsOf(left);
  const ofRight = fieldsOf(right);
  if (ofLeft === null || ofRight === null || Array.isArray(left) !== Array.isArray(right)) {
    return path === '' ? 'the whole' : path;
  }
  for (const key of new Set([...ofLeft.keys(), ...ofRight.keys()])) {
    const below = path === '' ? String(key) : `${path}.${String(key)}`;
    const found = differenceAt(ofLeft.get(key), ofRight.get(key), below);
    if (found !== null) return found;
  }
  return null;
}

function fieldsOf(value: unknown): ReadonlyMap<unknown, unknown> | null {
  if (typeof value !== 'object' || value === null) return null;
  if (value instanceof Map) return value;
  return new Map(Object.entries(value));
}
