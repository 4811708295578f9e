import type { ApiEntry } from '../spec/api-reader.ts';
import { singular } from './words.ts';

/** What the form of a path says: whose it is, and where in it the endpoint stands. */
export type PathShape =
  | { readonly form: 'health' }
  | { readonly form: 'collection'; readonly collection: string }
  | { readonly form: 'item'; readonly collection: string; readonly param: string }
  | { readonly form: 'special'; readonly collection: string; readonly word: string }
  | { readonly form: 'action'; readonly collection: string; readonly param: string; readonly word: string }
  | { readonly form: 'root'; readonly param: string }
  | { readonly form: 'unknown' };

const specials = /^(?:random|today|daily|of-the-day|day|stats|count|summary|search)$/;

/** The form of a path, without a leading `/api` or `/v1`. */
export function shapeOf(path: string): PathShape {
  const parts = path.split('/').filter(Boolean);
  while (parts.length > 0 && /^(?:api|v\d+)$/.test(parts[0] ?? '')) parts.shift();
  const [first = '', second, third] = parts;
  const param = (text: string | undefined): string | null => (text?.startsWith(':') ? text.slice(1) : null);
  if (parts.length === 1 && /^health(?:z)?$/.test(first)) return { form: 'health' };
  const root = param(first);
  if (root !== null) return parts.length === 1 ? { form: 'root', param: root } : { form: 'unknown' };
  if (parts.length === 1 && first !== '') return { form: 'collection', collection: first };
  const item = param(second);
  if (parts.length === 2 && item === null && second !== undefined)
    return specials.test(second) ? { form: 'special', collection: first, word: second } : { form: 'unknown' };
  if (parts.length === 2 && item !== null) return { form: 'item', collection: first, param: item };
  if (parts.length === 3 && item !== null && third !== undefined && param(third) === null)
    return { form: 'action', collection: first, param: item, word: third };
  return { form: 'unknown' };
}

/** Collections of an API: segments that something can be created in or that have items. */
export function collectionsOf(entries: readonly ApiEntry[]): string[] {
  const names = entries.flatMap((entry) => {
    const shape = shapeOf(entry.path);
    if (shape.form === 'item' || shape.form === 'action' || shape.form === 'special')
      return [shape.collection];
    return shape.form === 'collection' &&
      (entry.method === 'POST' || singular(shape.collection) !== shape.collection)
      ? [shape.collection]
      : [];
  });
  return [...new Set(names)].filter((name) =>
    entries.some((entry) => {
      const shape = shapeOf(entry.path);
      return entry.method !== 'GET' && 'collection' in shape && shape.collection === name;
    }),
  );
}
