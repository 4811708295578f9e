/**
 * Where two values differ as JSON, as a path (`context.live.held[0]`), or null when they are the same. A field that is
 * undefined is one that is not there, as in what a database gives back.
 */
export function differenceAt(left: unknown, right: unknown, path = ''): string | null {
  if (Object.is(left, right)) return null;
  if (Array.isArray(left) && Array.isArray(right)) {
    for (let index = 0; index < Math.max(left.length, right.length); index += 1) {
      const found = differenceAt(left[index], right[index], `${path}[${index}]`);
      if (found !== null) return found;
    }
    return null;
  }
  if (isRecord(left) && isRecord(right)) {
    for (const key of new Set([...Object.keys(left), ...Object.keys(right)])) {
      const found = differenceAt(left[key], right[key], path === '' ? key : `${path}.${key}`);
      if (found !== null) return found;
    }
    return null;
  }
  return path === '' ? 'the whole' : path;
}

function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
