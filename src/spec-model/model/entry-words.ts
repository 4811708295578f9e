import type { ApiEntry } from '../spec/api-reader.ts';
import { isObject } from '../spec/examples.ts';
import { isErrorExample, wayOf } from './build-resources.ts';
import type { Behaviour, Json, Resource } from './service-model.ts';

/** A behaviour, or the sentence why there is none. */
export type Found = Behaviour | string;

/** Everything said about an entry, in one lower-case line. */
export function wordsOf(entry: ApiEntry): string {
  return entry.notes
    .map((note) => note.text)
    .join(' ')
    .toLowerCase();
}

/** A redirect to the address a resource keeps. */
export function redirectOf(resource: Resource): Found {
  const target = resource.fields.find((field) => field.type === 'url' && field.client);
  if (!target) return 'no field of type url to redirect to';
  const counter = resource.fields.find((field) => field.fill === 'zero');
  return { kind: 'redirect', target: target.name, counter: counter?.name ?? null };
}

/** The names in the example response of an entry. */
export function responseOf(entry: ApiEntry): readonly string[] | null {
  const record = responseRecord(entry);
  return record ? Object.keys(record) : null;
}

/** The example response of an entry, where it is one object. */
export function responseRecord(entry: ApiEntry): { readonly [key: string]: Json } | null {
  const example = entry.examples.find(
    (one, at) => wayOf(entry, one, at) === 'response' && !isErrorExample(one.value) && isObject(one.value),
  );
  return example && isObject(example.value) ? example.value : null;
}
