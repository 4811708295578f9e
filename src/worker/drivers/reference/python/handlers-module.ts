import type { Behaviour, Endpoint, ServiceModel } from '../../../../spec-model/model/service-model.ts';
import { handlerName } from '../node/routes-module.ts';
import { literal, snake } from './literal.ts';
import { constantOf } from './schema-module.ts';

/** Kinds of endpoints that are written in Python too. */
export const pythonKinds: ReadonlySet<Behaviour['kind']> = new Set([
  'health',
  'create',
  'list',
  'read',
  'replace',
  'change',
  'delete',
  'set',
  'toggle',
  'increment',
  'random',
  'count',
]);

/** `src/handlers.py`: one method for each endpoint. */
export function handlersModule(model: ServiceModel): string {
  const bodies = model.endpoints.map((endpoint) =>
    [
      `    def ${snake(handlerName(endpoint))}(self, params, query, body):`,
      `        """${endpoint.method} ${endpoint.path}"""`,
      ...lines(endpoint, model).map((line) => `        ${line}`),
    ].join('\n'),
  );
  const text = bodies.join('\n\n');
  const imports = [
    ['src.errors', ['HttpError']],
    ['src.query', ['filter_by', 'in_order', 'number_from', 'search_in']],
    ['src.records', ['changed_record', 'check_rules', 'find_record', 'new_record', 'present']],
    ['src.schema', model.resources.map(constantOf).sort()],
    ['src.validation', ['read_fields']],
  ] as const;
  const used = imports.flatMap(([from, names]) => {
    const own = names.filter((name) => new RegExp(`\\b${name}\\b`).test(text));
    return own.length === 0 ? [] : [`from ${from} import ${own.join(', ')}`];
  });
  return [
    '"""The functions behind the routes: each takes params, query and body and gives a status and a body."""',
    '',
    ...(text.includes('random.choice') ? ['import random', ''] : []),
    ...used,
    '',
    '',
    'class Handlers:',
    '    def __init__(self, store, release):',
    '        self.store = store',
    '        self.release = release',
    '',
    text,
    '',
  ].join('\n');
}

function lines(endpoint: Endpoint, model: ServiceModel): string[] {
  const { behaviour, resource, status } = endpoint;
  if (!resource) return ['return 200, {"status": "ok", "release": self.release}'];
  const it = constantOf(resource);
  const name = literal(resource.name);
  const key = literal(resource.key);
  const param = /:(\w+)/.exec(endpoint.path)?.[1] ?? resource.key;
  const find = `record = find_record(self.store, ${it}, params[${literal(param)}])`;
  const answer = `return ${status}, present(${it}, record)`;
  const keep = (of: string): string => `self.store.put(${name}, ${of}[${key}], ${of})`;
  const update = (values: string): string[] => [
    find,
    `changed = changed_record(${it}, record, ${values})`,
    keep('changed'),
    `return ${status}, present(${it}, changed)`,
  ];
  switch (behaviour.kind) {
    case 'create': {
      const reuse =
        resource.reuse === undefined
          ? []
          : [
              `for known in self.store.all(${name}):`,
              `    if known.get(${literal(resource.reuse)}) == values[${literal(resource.reuse)}]:`,
              `        return 200, present(${it}, known)`,
            ];
      return [
        `values = read_fields(${it}, body)`,
        ...reuse,
        `record = new_record(self.store, ${it}, values)`,
        `check_rules(self.store, ${it}, record)`,
        keep('record'),
        answer,
      ];
    }
    case 'read':
      return [
        find,
        behaviour.view ? `return ${status}, present(${it}, record, ${literal(behaviour.view)})` : answer,
      ];
    case 'replace':
    case 'change': {
      const client = resource.fields.find((field) => field.name === resource.key)?.client;
      const source = client ? `{**body, ${key}: record[${key}]} if isinstance(body, dict) else body` : 'body';
      const partial = behaviour.kind === 'change' ? ', partial=True' : '';
      return [
        find,
        `values = read_fields(${it}, ${source}${partial})`,
        `changed = changed_record(${it}, record, values)`,
        `check_rules(self.store, ${it}, changed, record)`,
        keep('changed'),
        `return ${status}, present(${it}, changed)`,
      ];
    }
    case 'delete':
      return [
        find,
        `self.store.remove(${name}, record[${key}])`,
        status === 204 ? 'return 204, None' : answer,
      ];
    case 'list':
      return list(behaviour, it, name, model);
    case 'set':
      return update(`{${literal(behaviour.field)}: ${literal(behaviour.value)}}`);
    case 'toggle':
      return update(`{${literal(behaviour.field)}: not record.get(${literal(behaviour.field)})}`);
    case 'increment':
      return update(
        `{${literal(behaviour.field)}: (record.get(${literal(behaviour.field)}) or 0) + ${behaviour.by}}`,
      );
    case 'random':
      return [
        `records = self.store.all(${name})`,
        'if not records:',
        `    raise HttpError(404, "there is no ${resource.singular} yet")`,
        'record = random.choice(records)',
        answer,
      ];
    case 'count': {
      const figures = Object.entries(behaviour.by).map(
        ([figure, by]) =>
          `${literal(figure)}: ${by === null ? 'len(records)' : `sum(1 for record in records if record.get(${literal(by[0])}) == ${literal(by[1])})`}`,
      );
      return [`records = self.store.all(${name})`, `return 200, {${figures.join(', ')}}`];
    }
    default:
      return [];
  }
}

function list(
  behaviour: Extract<Behaviour, { kind: 'list' }>,
  it: string,
  name: string,
  model: ServiceModel,
): string[] {
  const { filters, search, paging, wrap } = behaviour;
  const { pageDefault, pageMax } = model.limits;
  const text = [
    `records = in_order(${it}, self.store.all(${name}))`,
    ...filters.map((filter) => `records = filter_by(${it}, records, query, ${literal(filter)})`),
  ];
  if (search)
    text.push(`records = search_in(records, query, ${literal(search.param)}, ${literal(search.fields)})`);
  let shown = 'records';
  if (paging) {
    text.push(`limit = number_from(query, ${literal(paging.limit)}, ${pageDefault}, 1, ${pageMax})`);
    if (paging.style === 'page')
      text.push(
        `page = number_from(query, ${literal(paging.page)}, 1, 1, 2**53)`,
        'offset = (page - 1) * limit',
      );
    else
      text.push(
        paging.offset === null
          ? 'offset = 0'
          : `offset = number_from(query, ${literal(paging.offset)}, 0, 0, 2**53)`,
      );
    shown = 'records[offset : offset + limit]';
  }
  const items = `[present(${it}, record) for record in ${shown}]`;
  if (!wrap) return [...text, `return 200, ${items}`];
  const extras = wrap.extras.map((extra) => {
    if (extra === 'total' || extra === 'count') return `${literal(extra)}: len(records)`;
    return `${literal(extra)}: ${paging ? extra : extra === 'page' ? 1 : extra === 'offset' ? 0 : 'len(records)'}`;
  });
  return [...text, `return 200, {${[`${literal(wrap.items)}: ${items}`, ...extras].join(', ')}}`];
}
