const freeWords =
  /^(?:|-|none|nothing|null|idle|free|available|ready|waiting|done|complete|completed|finished)$/;
const overWords = /^(?:done|complete|completed|finished|idle|shipped|deployed)$/;

/**
 * What a session says it works on, in one line; null when it is free. `current_work` is a text or an object in these
 * files, and "free" is written in many ways.
 */
export function workNow(value: unknown): string | null {
  if (value === undefined || value === null || value === false || value === '') return null;
  if (Array.isArray(value)) return value.map(workNow).find((work) => work !== null) ?? null;
  if (typeof value === 'object') return workOfObject(new Map(Object.entries(value)));
  const text = String(value).trim();
  if (freeWords.test(text.toLowerCase()) || /^(?:completed?|done|finished)\b/i.test(text)) return null;
  return text.replace(/\s+/g, ' ').slice(0, 200);
}

function workOfObject(fields: ReadonlyMap<string, unknown>): string | null {
  if (fields.size === 0) return null;
  const word = (name: string): string => String(fields.get(name) ?? '').trim();
  if (overWords.test(word('status').toLowerCase()) || overWords.test(word('phase').toLowerCase()))
    return null;
  if (/^100\s*%?$/.test(word('progress'))) return null;
  const what = ['project', 'task', 'service', 'description', 'title', 'target', 'phase']
    .map(word)
    .find(Boolean);
  return (what ?? 'something it does not name').replace(/\s+/g, ' ').slice(0, 200);
}
