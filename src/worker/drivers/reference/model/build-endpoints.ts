import type { ApiEntry } from '../spec/api-entries.ts';
import { isObject } from '../spec/examples.ts';
import { isErrorExample, wayOf } from './build-resources.ts';
import type { Behaviour, Endpoint, Field, Json, Paging, Resource } from './service-model.ts';
import { shapeOf } from './shape.ts';

type Found = Behaviour | string;

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

/** Everything said about an entry, in one lower-case line. */
export function wordsOf(entry: ApiEntry): string {
  return entry.notes
    .map((note) => note.text)
    .join(' ')
    .toLowerCase();
}

function isRedirect(entry: ApiEntry): boolean {
  return /\b30[1278]\b|redirect/.test(wordsOf(entry));
}

function redirectOf(resource: Resource): Found {
  const target = resource.fields.find((field) => field.type === 'url' && field.client);
  if (!target) return 'no field of type url to redirect to';
  const counter = resource.fields.find((field) => field.fill === 'zero');
  return { kind: 'redirect', target: target.name, counter: counter?.name ?? null };
}

function viewOf(entry: ApiEntry, resource: Resource): readonly string[] | null {
  const keys = responseOf(entry);
  if (!keys) return null;
  return keys.length < resource.fields.length &&
    keys.every((key) => resource.fields.some((field) => field.name === key))
    ? keys
    : null;
}

function responseOf(entry: ApiEntry): readonly string[] | null {
  const record = responseRecord(entry);
  return record ? Object.keys(record) : null;
}

function responseRecord(entry: ApiEntry): { readonly [key: string]: Json } | null {
  const example = entry.examples.find(
    (one, at) => wayOf(entry, one, at) === 'response' && !isErrorExample(one.value) && isObject(one.value),
  );
  return example && isObject(example.value) ? example.value : null;
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

const settings: readonly (readonly [RegExp, RegExp, boolean])[] = [
  [/^(?:complete|done|finish|check|tick|close)$/, /^(?:completed?|done|finished|checked|closed)$/, true],
  [
    /^(?:reopen|uncomplete|undo|open|uncheck|incomplete)$/,
    /^(?:completed?|done|finished|checked|closed)$/,
    false,
  ],
  [/^(?:enable|on)$/, /^(?:enabled|active|on)$/, true],
  [/^(?:disable|off)$/, /^(?:enabled|active|on)$/, false],
  [/^archive$/, /^archived$/, true],
  [/^unarchive$/, /^archived$/, false],
  [/^publish$/, /^published$/, true],
  [/^unpublish$/, /^published$/, false],
  [/^pin$/, /^pinned$/, true],
  [/^unpin$/, /^pinned$/, false],
];

function actionOf(entry: ApiEntry, resource: Resource, word: string): Found {
  const { method } = entry;
  if (/^(?:evaluate|evaluation|check|decision)$/.test(word) && (method === 'GET' || method === 'POST')) {
    const flag = resource.fields.find((field) => /^(?:enabled|active|on)$/.test(field.name));
    if (flag) return evaluateOf(entry, resource, flag);
  }
  if (method === 'GET') {
    if (/^(?:redirect|visit|go|open)$/.test(word)) return redirectOf(resource);
    const view = responseOf(entry);
    if (view && !view.every((key) => resource.fields.some((field) => field.name === key)))
      return 'its example shows a field the resource does not have';
    return view ? { kind: 'read', view } : 'an example response has to show what it answers';
  }
  if (method === 'DELETE') return 'nothing below an item can be deleted';
  const said = wordsOf(entry);
  if (entry.fields.length > 0) return 'a body for this action is not understood';
  const named = resource.fields.find((field) => said.includes(`\`${field.name.toLowerCase()}\``));
  const flags = resource.fields.filter((field) => field.type === 'boolean');
  if (/^toggle$/.test(word)) {
    const field = named?.type === 'boolean' ? named : flags.length === 1 ? flags[0] : undefined;
    return field ? { kind: 'toggle', field: field.name } : 'which field is toggled is not said';
  }
  for (const [action, name, value] of settings) {
    const field = action.test(word) ? flags.find((one) => name.test(one.name)) : undefined;
    if (field) return { kind: 'set', field: field.name, value };
  }
  const counts = resource.fields.filter((field) => field.fill === 'zero');
  const counter = counts.find(
    (field) => field.name.startsWith(word) || word.startsWith(field.name.replace(/s$/, '')),
  );
  if (counter) return { kind: 'increment', field: counter.name, by: 1 };
  if (counts.length === 1 && counts[0] && /^(?:like|up-?vote|vote|hit|increment|view|visit)$/.test(word))
    return { kind: 'increment', field: counts[0].name, by: 1 };
  return `the action \`${word}\` is not understood`;
}

function evaluateOf(entry: ApiEntry, resource: Resource, flag: Field): Found {
  const params = [...new Set([...entry.query, ...entry.fields.map((line) => line.name)])];
  const user = params[0];
  if (params.length !== 1 || user === undefined || entry.method !== 'GET')
    return 'an evaluation is a GET with one query parameter that names the user';
  const rollout = resource.fields.find((field) => /rollout|percent/i.test(field.name));
  const targets = resource.fields.find((field) => field.type === 'strings');
  const answer = responseOf(entry);
  if (!answer) return 'an example response has to show what an evaluation answers';
  const odd = answer.find(
    (name) => ![resource.key, user, flag.name, 'reason', 'result', 'value', 'on'].includes(name),
  );
  if (odd) return `\`${odd}\` in the answer of an evaluation is not understood`;
  const result = answer.find((name) => [flag.name, 'result', 'value', 'on'].includes(name));
  if (!result) return 'the answer of an evaluation shows no result';
  return {
    kind: 'evaluate',
    enabled: flag.name,
    rollout: rollout?.name ?? null,
    targets: targets?.name ?? null,
    user,
    answer,
    result,
  };
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
