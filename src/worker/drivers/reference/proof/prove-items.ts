import { badValues, endpointOf, sampleBody, sampleValue } from '../../../../spec-model/model/samples.ts';
import type {
  Endpoint,
  Field,
  JsonObject,
  Resource,
  ServiceModel,
} from '../../../../spec-model/model/service-model.ts';
import { creating, pathTo } from './prove-create.ts';
import type { Proof, Step } from './steps.ts';

/** Proofs of reading, replacing, changing and deleting one record, and of records that are not there. */
export function itemProofs(model: ServiceModel, resource: Resource): Proof[] {
  const own = model.endpoints.filter((one) => one.resource === resource);
  return own.flatMap((endpoint) => [...proofOf(model, resource, endpoint), ...missing(resource, endpoint)]);
}

function proofOf(model: ServiceModel, resource: Resource, endpoint: Endpoint): Proof[] {
  const name = `endpoint:${endpoint.method} ${endpoint.path}`;
  const path = pathTo(endpoint.path, resource, 'a');
  const { behaviour } = endpoint;
  const one = (title: string, answers: readonly string[], steps: readonly Step[]): Proof => ({
    title: `${endpoint.method} ${endpoint.path} ${title}`,
    answers: [...answers, name],
    resource: resource.name,
    steps: [creating(model, resource, 'a', 1), ...steps],
  });
  switch (behaviour.kind) {
    case 'read': {
      const shown = behaviour.view
        ? behaviour.view.map(
            (field): Step => ({ do: 'equal', at: `b.body.${field}`, value: { ref: `a.body.${field}` } }),
          )
        : [{ do: 'equal', at: 'b.body', value: { ref: 'a.body' } } satisfies Step];
      return [
        one(
          'reads one',
          ['read', ...(behaviour.view ? ['count'] : [])],
          [{ do: 'send', save: 'b', method: 'GET', path, status: endpoint.status }, ...shown],
        ),
      ];
    }
    case 'replace':
    case 'change':
      return changes(model, resource, endpoint, one);
    case 'delete': {
      const read = endpointOf(model, resource, 'read') ?? endpointOf(model, resource, 'redirect');
      const gone: Step[] = read
        ? [{ do: 'send', save: 'c', method: 'GET', path: pathTo(read.path, resource, 'a'), status: 404 }]
        : [];
      return [
        one(
          'removes one for good',
          ['delete'],
          [{ do: 'send', save: 'b', method: 'DELETE', path, status: endpoint.status }, ...gone],
        ),
      ];
    }
    default:
      return [];
  }
}

type Make = (title: string, answers: readonly string[], steps: readonly Step[]) => Proof;

function changes(model: ServiceModel, resource: Resource, endpoint: Endpoint, one: Make): Proof[] {
  const path = pathTo(endpoint.path, resource, 'a');
  const isWhole = endpoint.behaviour.kind === 'replace';
  const editable = resource.fields.filter((field) => field.client && field.name !== resource.key);
  const target = editable.find((field) => field.required) ?? editable[0];
  if (!target) return [];
  const whole = Object.fromEntries(
    Object.entries(sampleBody(resource, 2)).filter(([name]) => name !== resource.key),
  );
  const body: JsonObject = isWhole ? whole : { [target.name]: sampleValue(target, 2) };
  const seen = Object.entries(body).map(
    ([name, value]): Step => ({ do: 'equal', at: `b.body.${name}`, value }),
  );
  const kept = isWhole
    ? []
    : editable
        .filter((field) => !(field.name in body))
        .map(
          (field): Step => ({
            do: 'equal',
            at: `b.body.${field.name}`,
            value: { ref: `a.body.${field.name}` },
          }),
        );
  const bad = firstBad(target, whole, isWhole);
  return [
    one(
      isWhole ? 'replaces what a client may set' : 'changes what is given and keeps the rest',
      ['update', `field:${target.name}`],
      [
        { do: 'send', save: 'b', method: endpoint.method, path, body, status: endpoint.status },
        ...seen,
        ...kept,
        { do: 'equal', at: `b.body.${resource.key}`, value: { ref: `a.body.${resource.key}` } },
      ],
    ),
    one(
      'refuses invalid input',
      ['invalid'],
      [{ do: 'send', save: 'b', method: endpoint.method, path, body: bad, status: model.limits.invalid }],
    ),
  ];
}

function firstBad(field: Field, whole: JsonObject, isWhole: boolean): JsonObject {
  const value = badValues(field)[0]?.value ?? null;
  return isWhole ? { ...whole, [field.name]: value } : { [field.name]: value };
}

function missing(resource: Resource, endpoint: Endpoint): Proof[] {
  if (!/:\w+/.test(endpoint.path)) return [];
  const key = resource.fields.find((field) => field.name === resource.key);
  const unknown = key?.type === 'integer' ? '999999' : 'not-there';
  const query = endpoint.behaviour.kind === 'evaluate' ? `?${endpoint.behaviour.user}=reader-1` : '';
  const hasBody = endpoint.method === 'PUT' || endpoint.method === 'PATCH';
  return [
    {
      title: `${endpoint.method} ${endpoint.path} answers 404 where there is no such ${resource.singular}`,
      answers: ['notFound', `notFound:${endpoint.method} ${endpoint.path}`],
      resource: resource.name,
      steps: [
        {
          do: 'send',
          save: 'none',
          method: endpoint.method,
          path: endpoint.path.replace(/:\w+/, unknown) + query,
          ...(hasBody
            ? {
                body: Object.fromEntries(
                  Object.entries(sampleBody(resource, 1)).filter(([name]) => name !== resource.key),
                ),
              }
            : {}),
          status: 404,
        },
        { do: 'matches', at: 'none.body.error', pattern: '\\w' },
      ],
    },
  ];
}
