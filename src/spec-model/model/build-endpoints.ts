import type { ApiEntry } from '../spec/api-reader.ts';
import { actionOf } from './build-actions.ts';
import { type Found, redirectOf, responseOf, responseRecord, wordsOf } from './entry-words.ts';
import type { Behaviour, Endpoint, Field, Json, Paging, Resource } from './service-model.ts';
import { shapeOf } from './shape.ts';

/** The endpoint an entry describes, or the sentence why this driver has none for it. */
export function buildEndpoint(entry: ApiEntry, resources: readonly Resource[]): Endpoint | string {
  const shape = shapeOf(entry.path);
  if (shape.form === 'health') {
    if (entry.method !== 'GET') return 'health is read with GET';
    return {
      method: 'GET',
      path: entry.path,
      line: entry.line,
      resource: null,
      behaviour: { kind: 'health' },
      status: 200,
    };
  }
  const resource =
    shape.form === 'root'
      ? (resources.find((one) => one.key === shape.param) ??
        (resources.length === 1 ? resources[0] : undefined))
      : 'collection' in shape
        ? resources.find((one) => one.name === shape.collection)
        : undefined;
  if (!resource) return 'the path is not a collection, an item or an action this driver knows';
  const found = behaviourOf(entry, resource);
  if (typeof found === 'string') return found;
  const status = successOf(entry, found);
  const allowed = allowedStatuses(found);
  if (!allowed.includes(status)) return `a success of ${status} is not something this driver gives here`;
  return { method: entry.method, path: entry.path, line: entry.line, resource, behaviour: found, status };
}

function behaviourOf(entry: ApiEntry, resource: Resource): Found {
  const shape = shapeOf(entry.path);
  const { method } = entry;
  switch (shape.form) {
    case 'collection':
      if (method === 'POST') return { kind: 'create' };
      return method === 'GET' ? listOf(entry, resource) : 'a whole collection is only listed or added to';
    case 'item':
      if (method === 'GET')
        return isRedirect(entry) ? redirectOf(resource) : { kind: 'read', view: viewOf(entry, resource) };
      if (method === 'PUT') return { kind: 'replace' };
      if (method === 'PATCH') return { kind: 'change' };
      return method === 'DELETE' ? { kind: 'delete' } : 'an item takes GET, PUT, PATCH and DELETE';
    case 'root':
      return method === 'GET' && isRedirect(entry)
        ? redirectOf(resource)
        : 'at the root only a redirect is known';
    case 'special':
      return specialOf(entry, resource, shape.word);
    case 'action':
      return actionOf(entry, resource, shape.word);
    default:
      return 'the path is not one this driver knows';
  }
}

function isRedirect(entry: ApiEntry): boolean {
  return /\b30[1278]\b|redirect/.test(wordsOf(entry));
}

function viewOf(entry: ApiEntry, resource: Resource): readonly string[] | null {
  const keys = responseOf(entry);
  if (!keys) return null;
  return keys.length < resource.fields.length &&
    keys.every((key) => resource.fields.some((field) => field.name === key))
    ? keys
    : null;
}

function listOf(entry: ApiEntry, resource: Resource): Found {
  const params = [...new Set([...entry.query, ...entry.fields.map((line) => line.name)])];
  const paging = pagingOf(params);
  const filters: string[] = [];
  let search: { param: string; fields: string[] } | null = null;
  for (const param of params) {
    if (
      paging &&
      (param === paging.limit || (paging.style === 'page' ? param === paging.page : param === paging.offset))
    )
      continue;
    if (resource.fields.some((field) => field.name === param)) filters.push(param);
    else if (/^(?:q|query|search)$/.test(param)) {
      const texts = resource.fields.filter(
        (field) => field.client && field.type === 'string' && !field.oneOf,
      );
      search = { param, fields: texts.map((field) => field.name) };
    } else return `the query parameter \`${param}\` is not understood`;
  }
  const record = responseRecord(entry);
  if (!record) return { kind: 'list', filters, search, paging, wrap: null };
  const items = Object.keys(record).find((name) => Array.isArray(record[name]));
  if (!items) return 'the example of the list shows no list';
  const extras = Object.keys(record).filter((name) => name !== items);
  const odd = extras.find((name) => !/^(?:total|count|limit|offset|page)$/.test(name));
  if (odd) return `\`${odd}\` beside the list is not understood`;
  return { kind: 'list', filters, search, paging, wrap: { items, extras } };
}

function pagingOf(params: readonly string[]): Paging | null {
  const limit = params.find((name) => /^(?:limit|per_?page|page_?size)$/i.test(name));
  const page = params.find((name) => name === 'page');
  const offset = params.find((name) => name === 'offset') ?? null;
  if (page) return { style: 'page', limit: limit ?? 'limit', page };
  return limit ? { style: 'offset', limit, offset } : null;
}

function specialOf(entry: ApiEntry, resource: Resource, word: string): Found {
  if (entry.method !== 'GET') return 'only reading is known here';
  if (word === 'random') return { kind: 'random' };
  if (/^(?:today|daily|of-the-day|day)$/.test(word)) {
    const params = [...entry.query, ...entry.fields.map((line) => line.name)];
    const odd = params.find((name) => name !== 'date');
    return odd
      ? `the query parameter \`${odd}\` is not understood`
      : { kind: 'daily', param: params[0] ?? null };
  }
  if (word === 'search') return 'searching is done on the collection with `?q=`';
  return countOf(entry, resource);
}

function countOf(entry: ApiEntry, resource: Resource): Found {
  const keys = responseOf(entry);
  if (!keys) return 'an example response has to show which figures are counted';
  const by: Record<string, readonly [string, Json] | null> = {};
  for (const key of keys) {
    const counted = countedBy(key, resource.fields);
    if (counted === undefined) return `the figure \`${key}\` is not understood`;
    by[key] = counted;
  }
  return { kind: 'count', by };
}

function countedBy(key: string, fields: readonly Field[]): readonly [string, Json] | null | undefined {
  if (/^(?:total|count|all)$/.test(key)) return null;
  const flag = fields.find((field) => field.type === 'boolean' && field.name === key);
  if (flag) return [flag.name, true];
  const only = fields.filter((field) => field.type === 'boolean');
  if (/^(?:open|active|pending|remaining)$/.test(key) && only.length === 1 && only[0])
    return [only[0].name, false];
  const choice = fields.find((field) => field.oneOf?.includes(key));
  return choice ? [choice.name, key] : undefined;
}

function allowedStatuses(behaviour: Behaviour): readonly number[] {
  if (behaviour.kind === 'create') return [201, 200];
  if (behaviour.kind === 'delete') return [204, 200];
  if (behaviour.kind === 'redirect') return [302, 301, 303, 307, 308];
  return [200];
}

function successOf(entry: ApiEntry, behaviour: Behaviour): number {
  const defaults = allowedStatuses(behaviour);
  const said = [
    ...wordsOf(entry).matchAll(/(?<![\w.])([23]\d\d)(?![\w.])(?!\s*(?:characters|items|chars))/g),
  ].map((match) => Number(match[1]));
  return said[0] ?? defaults[0] ?? 200;
}
