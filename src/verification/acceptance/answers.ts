import type { Field, Json, Resource } from '../../spec-model/model/service-model.ts';
import type { HttpAnswer } from './http-ask.ts';

type JsonRecord = Readonly<Record<string, unknown>>;

/** The record an answer holds: itself, or what an envelope (`data`, `link` …) holds. Null where none is recognised. */
export function recordIn(answer: HttpAnswer, names: readonly string[]): JsonRecord | null {
  if (!isRecord(answer.json)) return null;
  const inner = Object.values(answer.json).filter(isRecord);
  const scored = [answer.json, ...inner]
    .map((record) => ({ record, score: names.filter((name) => name in record).length }))
    .sort((a, b) => b.score - a.score)[0];
  return scored && scored.score > 0 ? scored.record : null;
}

/** The list an answer holds: itself, or the first inside one or two envelopes. Null where none is recognised. */
export function listIn(value: unknown, depth = 0): readonly unknown[] | null {
  if (Array.isArray(value)) return value;
  if (!isRecord(value) || depth > 2) return null;
  for (const member of Object.values(value)) if (Array.isArray(member)) return member;
  for (const member of Object.values(value)) {
    const found = listIn(member, depth + 1);
    if (found) return found;
  }
  return null;
}

/** What a record is addressed by: its key as the spec names it, or by another usual name, or the end of `Location`. */
export function keyIn(answer: HttpAnswer, resource: Resource): string | null {
  const one = resource.singular;
  const names = [resource.key, 'id', '_id', `${one}Id`, `${one}_id`, 'uuid', 'slug', 'key', 'code'];
  const record = recordIn(answer, [...names, ...resource.fields.map(({ name }) => name)]);
  for (const name of names) {
    const value = record?.[name];
    if ((typeof value === 'string' && value !== '') || typeof value === 'number') return String(value);
  }
  const location = answer.status === 201 ? answer.headers.location : undefined;
  return location?.split('?')[0]?.split('/').filter(Boolean).at(-1) ?? null;
}

/** Whether a value of an answer is the one that was sent, in the ways honest services write it. */
export function isSame(field: Field | undefined, sent: Json, seen: unknown): boolean {
  if (deepSame(sent, seen)) return true;
  if (typeof sent === 'number' && typeof seen === 'string') return Number(seen) === sent;
  if ((field?.type === 'date' || field?.type === 'datetime') && typeof sent === 'string') {
    const [a, b] = [Date.parse(sent), typeof seen === 'number' ? seen : Date.parse(String(seen))];
    return a === b || a === Number(seen) * 1_000 || String(seen).startsWith(sent.slice(0, 10));
  }
  return false;
}

export function deepSame(a: unknown, b: unknown): boolean {
  if (Object.is(a, b)) return true;
  if (Array.isArray(a) && Array.isArray(b))
    return a.length === b.length && a.every((member, at) => deepSame(member, b[at]));
  if (!isRecord(a) || !isRecord(b)) return false;
  const names = Object.keys(a);
  return names.length === Object.keys(b).length && names.every((name) => deepSame(a[name], b[name]));
}

export function isRecord(value: unknown): value is JsonRecord {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** Every figure, text and truth value of an answer. */
export function leavesOf(value: unknown): unknown[] {
  if (Array.isArray(value)) return value.flatMap(leavesOf);
  return isRecord(value) ? Object.values(value).flatMap(leavesOf) : [value];
}
