import { sampleValue } from '../../../../spec-model/model/samples.ts';
import type { Endpoint, Json, Resource, ServiceModel } from '../../../../spec-model/model/service-model.ts';
import { creating } from './prove-create.ts';
import type { Proof, Step } from './steps.ts';

/** Proofs of what a list shows: everything, in order, by page, filtered, searched. */
export function listProofs(model: ServiceModel, resource: Resource): Proof[] {
  return model.endpoints
    .filter((one) => one.resource === resource && one.behaviour.kind === 'list')
    .flatMap((one) => proofsFor(model, resource, one));
}

function proofsFor(model: ServiceModel, resource: Resource, endpoint: Endpoint): Proof[] {
  if (endpoint.behaviour.kind !== 'list') return [];
  const { wrap, paging, filters, search } = endpoint.behaviour;
  const items = wrap ? `body.${wrap.items}` : 'body';
  const name = `endpoint:GET ${endpoint.path}`;
  const get = (save: string, query = ''): Step => ({
    do: 'send',
    save,
    method: 'GET',
    path: endpoint.path + query,
    status: 200,
  });
  const three = [1, 2, 3].map((n) => creating(model, resource, `r${n}`, n));
  const extras = (wrap?.extras ?? [])
    .filter((one) => one === 'total' || one === 'count')
    .map((one): Step => ({ do: 'equal', at: `all.body.${one}`, value: 3 }));
  const order = orderOf(resource);
  const ordered = order.map(
    (n, at): Step => ({ do: 'equal', at: `all.${items}.${at}`, value: { ref: `r${n}.body` } }),
  );
  const proofs: Proof[] = [
    {
      title: `GET ${endpoint.path} lists every ${resource.singular} in order`,
      answers: ['list', 'order', 'read', 'start', name],
      resource: resource.name,
      steps: [
        get('none'),
        { do: 'equal', at: `none.${items}`, value: [] },
        ...three,
        get('all'),
        { do: 'equal', at: `all.${items}.length`, value: 3 },
        ...extras,
        ...ordered,
      ],
    },
  ];
  if (paging) {
    const second =
      paging.style === 'page' ? `&${paging.page}=2` : paging.offset === null ? '' : `&${paging.offset}=2`;
    const position = second === '' ? 0 : 2;
    const expected = order[position] ?? 1;
    proofs.push(
      {
        title: `GET ${endpoint.path} answers page by page`,
        answers: ['paging', 'parameter'],
        resource: resource.name,
        steps: [
          ...three,
          get('page', `?${paging.limit}=2${second}`),
          { do: 'equal', at: `page.${items}.length`, value: second === '' ? 2 : 1 },
          { do: 'equal', at: `page.${items}.0`, value: { ref: `r${expected}.body` } },
        ],
      },
      {
        title: `GET ${endpoint.path} refuses a page that cannot be`,
        answers: ['invalidQuery'],
        resource: resource.name,
        steps: ['0', String(model.limits.pageMax + 1), 'many'].map(
          (value, at): Step => ({
            do: 'send',
            save: `bad${at}`,
            method: 'GET',
            path: `${endpoint.path}?${paging.limit}=${value}`,
            status: model.limits.invalid,
          }),
        ),
      },
    );
  }
  for (const filter of filters) proofs.push(...filterProof(model, resource, endpoint, filter, items));
  if (search?.fields[0]) {
    const text = resource.fields.find((field) => field.name === search.fields[0]);
    const wanted = text ? String(sampleValue(text, 2)) : '';
    proofs.push({
      title: `GET ${endpoint.path} searches the text of a ${resource.singular}`,
      answers: ['search'],
      resource: resource.name,
      steps: [
        ...three,
        get('found', `?${search.param}=${encodeURIComponent(wanted.toUpperCase())}`),
        { do: 'equal', at: `found.${items}.length`, value: 1 },
        { do: 'equal', at: `found.${items}.0`, value: { ref: 'r2.body' } },
      ],
    });
  }
  return proofs;
}

/** The numbers of three samples in the order the list shows them. */
function orderOf(resource: Resource): number[] {
  if (!resource.order) return [1, 2, 3];
  const { field: name, descending } = resource.order;
  const field = resource.fields.find((one) => one.name === name);
  const value = (n: number): Json => (field?.client ? sampleValue(field, n) : n);
  const sorted = [1, 2, 3].sort((a, b) => compare(value(a), value(b)) || a - b);
  return descending ? sorted.reverse() : sorted;
}

function compare(a: Json, b: Json): number {
  if (typeof a === 'number' && typeof b === 'number') return a - b;
  return String(a) < String(b) ? -1 : String(a) > String(b) ? 1 : 0;
}

function filterProof(
  model: ServiceModel,
  resource: Resource,
  endpoint: Endpoint,
  name: string,
  items: string,
): Proof[] {
  const field = resource.fields.find((one) => one.name === name);
  if (!field) return [];
  const setter = model.endpoints.find(
    (one) =>
      one.resource === resource &&
      one.behaviour.kind === 'set' &&
      one.behaviour.field === name &&
      one.behaviour.value === true,
  );
  const steps: Step[] = [];
  let wanted: Json = sampleValue(field, 2);
  if (field.type === 'boolean') {
    wanted = true;
    if (field.client)
      steps.push(creating(model, resource, 'r1', 1), creating(model, resource, 'r2', 2, { [name]: true }));
    else if (setter)
      steps.push(creating(model, resource, 'r1', 1), creating(model, resource, 'made', 2), {
        do: 'send',
        save: 'r2',
        method: setter.method,
        path: setter.path.replace(/:\w+/, `{made.body.${resource.key}}`),
        status: setter.status,
      });
    else wanted = null;
  } else if (field.client) steps.push(creating(model, resource, 'r1', 1), creating(model, resource, 'r2', 2));
  else wanted = null;
  if (wanted === null) return [];
  const path = `${endpoint.path}?${name}=${encodeURIComponent(String(wanted))}`;
  return [
    {
      title: `GET ${endpoint.path} filters by ${name}`,
      answers: ['filter', `filter:${name}`, `parameter:${name}`],
      resource: resource.name,
      steps: [
        ...steps,
        { do: 'send', save: 'some', method: 'GET', path, status: 200 },
        { do: 'equal', at: `some.${items}.length`, value: 1 },
        { do: 'equal', at: `some.${items}.0`, value: { ref: 'r2.body' } },
      ],
    },
  ];
}
