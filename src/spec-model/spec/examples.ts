import type { Json } from '../model/service-model.ts';

/** A piece of example JSON, and which way it travels. */
export type Example = {
  readonly value: Json;
  readonly line: number;
  readonly lastLine: number;
  readonly way: 'request' | 'response' | 'unsaid';
};

/** Reads example JSON; a comment line such as `// 201` says which way it goes. Null for anything else. */
export function readExample(text: string, line: number, way: Example['way']): Example | null {
  const kept = text.split('\n');
  const comments = kept.filter((row) => /^\s*(?:\/\/|#)/.test(row)).join(' ');
  const body = kept.filter((row) => !/^\s*(?:\/\/|#)/.test(row)).join('\n');
  const value = parse(body);
  if (value === undefined) return null;
  const said = /respon|return|answer|\b[2-5]\d\d\b/i.test(comments)
    ? 'response'
    : /request|body|send/i.test(comments)
      ? 'request'
      : way;
  return { value, line, lastLine: line + kept.length - 1, way: said };
}

/** JSON, also with `...` at the end of a list. */
function parse(text: string): Json | undefined {
  const trimmed = text.trim().replace(/,?\s*(?:\.\.\.|…)\s*(?=\])/g, '');
  if (!/^[[{]/.test(trimmed)) return undefined;
  try {
    const value: Json = JSON.parse(trimmed);
    return value;
  } catch {
    return undefined;
  }
}

/** Whether a value of JSON is an object. */
export function isObject(value: Json | undefined): value is { readonly [key: string]: Json } {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** The records an example shows: itself, the items of a list, or those of the one list inside it. */
export function recordsIn(value: Json): { readonly [key: string]: Json }[] {
  if (Array.isArray(value)) return value.filter(isObject);
  if (!isObject(value)) return [];
  const lists = Object.values(value).filter((member): member is readonly Json[] => Array.isArray(member));
  const inner = lists.flatMap((list) => list.filter(isObject));
  return inner.length > 0 && Object.keys(value).length <= 4 ? inner : [value];
}
