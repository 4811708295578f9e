import type { Endpoint, Resource, ServiceModel } from '../../../../spec-model/model/service-model.ts';
import { count, day, evaluate, list } from './handler-bodies.ts';
import { handlerName } from './routes-module.ts';
import { literal, variableOf } from './schema-module.ts';

/** `src/handlers.js`: one function for each endpoint. */
export function handlersModule(model: ServiceModel): string {
  const bodies = model.endpoints.map((endpoint) => handler(endpoint, model));
  const text = bodies.join('\n\n');
  const used = (names: readonly string[]): string[] =>
    names.filter((name) => new RegExp(`\\b${name}\\b`).test(text));
  const imports = [
    ['HttpError', './http.js', ['HttpError', 'locationOf']],
    ['daily', './daily.js', ['pickOfDay']],
    ['query', './query.js', ['filterBy', 'inOrder', 'numberFrom', 'searchIn']],
    ['records', './records.js', ['changedRecord', 'checkRules', 'findRecord', 'newRecord', 'present']],
    ['rollout', './rollout.js', ['isInside']],
    ['schema', './schema.js', model.resources.map(variableOf).sort()],
    ['validation', './validation.js', ['problemOf', 'readFields']],
  ] as const;
  const lines = imports
    .map(([, from, names]) => ({ from, names: used(names) }))
    .filter(({ names }) => names.length > 0)
    .map(({ from, names }) => `import { ${names.join(', ')} } from '${from}';`);
  return [
    ...lines,
    '',
    '/** The functions behind the routes: each takes { params, query, body } and returns { status, body, headers }. */',
    'export function createHandlers({ store, release, now }) {',
    '  return {',
    bodies.join('\n\n'),
    '  };',
    '}',
    '',
  ].join('\n');
}

function handler(endpoint: Endpoint, model: ServiceModel): string {
  const { head, lines } = parts(endpoint, model);
  return [
    `    /** ${endpoint.method} ${endpoint.path} */`,
    `    ${handlerName(endpoint)}(${head}) {`,
    ...lines.map((line) => `      ${line}`),
    '    },',
  ].join('\n');
}

type Parts = { readonly head: string; readonly lines: readonly string[] };

function parts(endpoint: Endpoint, model: ServiceModel): Parts {
  const { behaviour, resource, status } = endpoint;
  if (!resource) return { head: '', lines: ["return { status: 200, body: { status: 'ok', release } };"] };
  const it = variableOf(resource);
  const name = `${it}.name`;
  const param = /:(\w+)/.exec(endpoint.path)?.[1] ?? resource.key;
  const find = `const record = findRecord(store, ${it}, params.${param});`;
  const answer = `return { status: ${status}, body: present(${it}, record) };`;
  const keep = (from = 'record'): string => `store.put(${name}, ${from}.${resource.key}, ${from});`;
  const update = (values: string): string[] => [
    `const changed = changedRecord(${it}, record, ${values}, now);`,
    keep('changed'),
    `return { status: ${status}, body: present(${it}, changed) };`,
  ];
  switch (behaviour.kind) {
    case 'create':
      return {
        head: '{ body }',
        lines: [
          `const values = readFields(${it}, body);`,
          ...reserved(resource, model),
          ...reuse(resource, it),
          `const record = newRecord(store, ${it}, values, now);`,
          `checkRules(store, ${it}, record);`,
          keep(),
          answer,
        ],
      };
    case 'read': {
      const view = behaviour.view ? `, ${literal(behaviour.view)}` : '';
      return {
        head: '{ params }',
        lines: [find, `return { status: ${status}, body: present(${it}, record${view}) };`],
      };
    }
    case 'replace':
    case 'change': {
      const partial = behaviour.kind === 'change' ? ', { partial: true }' : '';
      const keyField = resource.fields.find((field) => field.name === resource.key);
      const base = keyField?.client ? `{ ...body, ${resource.key}: record.${resource.key} }` : 'body';
      const source = keyField?.client
        ? [`if (typeof body !== 'object' || body === null) readFields(${it}, body);`]
        : [];
      return {
        head: '{ params, body }',
        lines: [
          find,
          ...source,
          `const values = readFields(${it}, ${base}${partial});`,
          `const changed = changedRecord(${it}, record, values, now);`,
          `checkRules(store, ${it}, changed, record);`,
          keep('changed'),
          `return { status: ${status}, body: present(${it}, changed) };`,
        ],
      };
    }
    case 'delete':
      return {
        head: '{ params }',
        lines: [
          find,
          `store.remove(${name}, record.${resource.key});`,
          status === 204 ? 'return { status: 204 };' : answer,
        ],
      };
    case 'list':
      return { head: '{ query }', lines: list(behaviour, it, model) };
    case 'redirect': {
      const count =
        behaviour.counter === null
          ? []
          : [
              `store.put(${name}, record.${resource.key}, { ...record, ${behaviour.counter}: (record.${behaviour.counter} ?? 0) + 1 });`,
            ];
      return {
        head: '{ params }',
        lines: [
          find,
          ...count,
          `return { status: ${status}, headers: { location: locationOf(record.${behaviour.target}) } };`,
        ],
      };
    }
    case 'set':
      return {
        head: '{ params }',
        lines: [find, ...update(`{ ${behaviour.field}: ${literal(behaviour.value)} }`)],
      };
    case 'toggle':
      return {
        head: '{ params }',
        lines: [find, ...update(`{ ${behaviour.field}: !record.${behaviour.field} }`)],
      };
    case 'increment':
      return {
        head: '{ params }',
        lines: [
          find,
          ...update(`{ ${behaviour.field}: (record.${behaviour.field} ?? 0) + ${behaviour.by} }`),
        ],
      };
    case 'random':
      return {
        head: '',
        lines: [
          `const records = store.all(${name});`,
          'const record = records[Math.floor(Math.random() * records.length)];',
          none(resource),
          answer,
        ],
      };
    case 'daily':
      return {
        head: behaviour.param === null ? '' : '{ query }',
        lines: [
          ...day(behaviour, model),
          `const record = pickOfDay(store, ${it}, date);`,
          none(resource),
          answer,
        ],
      };
    case 'count':
      return { head: '', lines: count(behaviour, name) };
    case 'evaluate':
      return { head: '{ params, query }', lines: evaluate(behaviour, find, resource, model) };
    default:
      return { head: '', lines: [] };
  }
}

/** A key at the root of the paths must not hide behind a fixed path. */
function reserved(resource: Resource, model: ServiceModel): string[] {
  const key = resource.fields.find((field) => field.name === resource.key);
  const atRoot = model.endpoints.some((one) => one.resource === resource && /^\/:\w+$/.test(one.path));
  if (!key?.client || !atRoot) return [];
  const words = [
    ...new Set(model.endpoints.map((one) => one.path.split('/')[1] ?? '').filter((part) => /^\w/.test(part))),
  ];
  return [
    `if (${literal(words)}.includes(values.${key.name})) throw new HttpError(${model.limits.invalid}, '${key.name} is a word the service needs itself');`,
  ];
}

function reuse(resource: Resource, it: string): string[] {
  if (resource.reuse === undefined) return [];
  return [
    `const known = store.all(${it}.name).find((other) => other.${resource.reuse} === values.${resource.reuse});`,
    `if (known) return { status: 200, body: present(${it}, known) };`,
  ];
}

function none(resource: Resource): string {
  return `if (!record) throw new HttpError(404, 'there is no ${resource.singular} yet');`;
}
