import { badValues, endpointOf, sampleBody } from '../../../../spec-model/model/samples.ts';
import type { JsonObject, Resource, ServiceModel } from '../../../../spec-model/model/service-model.ts';
import type { Proof, Step } from './steps.ts';

/** The step that creates record number `n` and keeps the answer as `save`. */
export function creating(
  model: ServiceModel,
  resource: Resource,
  save: string,
  n: number,
  changes: JsonObject = {},
): Step {
  const create = endpointOf(model, resource, 'create');
  return {
    do: 'send',
    save,
    method: 'POST',
    path: create?.path ?? `/${resource.name}`,
    body: sampleBody(resource, n, changes),
    status: create?.status ?? 201,
  };
}

/** The path of the record an answer holds. */
export function pathTo(path: string, resource: Resource, answer: string): string {
  return path.replace(/:\w+/, `{${answer}.body.${resource.key}}`);
}

/** Proofs that a create stores what it is given, fills in the rest, and refuses what breaks a rule. */
export function createProofs(model: ServiceModel, resource: Resource): Proof[] {
  const create = endpointOf(model, resource, 'create');
  if (!create) return [];
  const endpoint = `endpoint:POST ${create.path}`;
  const body = sampleBody(resource, 1);
  const echoed = Object.entries(body).map(
    ([name, value]): Step => ({ do: 'equal', at: `a.body.${name}`, value }),
  );
  const read = endpointOf(model, resource, 'read');
  const back: Step[] =
    read?.behaviour.kind === 'read' && read.behaviour.view === null
      ? [
          { do: 'send', save: 'back', method: 'GET', path: pathTo(read.path, resource, 'a'), status: 200 },
          { do: 'equal', at: 'back.body', value: { ref: 'a.body' } },
        ]
      : [];
  const proofs: Proof[] = [
    {
      title: `POST ${create.path} stores a ${resource.singular} and answers ${create.status} with it`,
      answers: ['create', 'valid', 'status', 'roundtrip', 'stamped', 'json', 'field', 'start', endpoint],
      resource: resource.name,
      steps: [creating(model, resource, 'a', 1), ...echoed, ...filled(resource), ...back],
    },
  ];
  const required = Object.fromEntries(
    Object.entries(body).filter(([name]) => resource.fields.find((field) => field.name === name)?.required),
  );
  const optional = resource.fields.filter(
    (field) => field.client && !field.required && field.fill === undefined,
  );
  if (optional.length > 0)
    proofs.push({
      title: `POST ${create.path} fills in what is optional`,
      answers: ['default', 'optional', ...optional.map((field) => `default:${field.name}`)],
      resource: resource.name,
      steps: [
        { do: 'send', save: 'a', method: 'POST', path: create.path, body: required, status: create.status },
        ...optional.map(
          (field): Step => ({ do: 'equal', at: `a.body.${field.name}`, value: field.default ?? null }),
        ),
      ],
    });
  for (const field of resource.fields.filter((one) => one.client && one.required)) {
    const { [field.name]: _left, ...rest } = body;
    proofs.push(
      refusal(model, resource, `POST ${create.path} refuses a body without ${field.name}`, rest, [
        'missing',
        `missing:${field.name}`,
        'invalid',
        `invalid:${field.name}`,
        'errorBody',
      ]),
    );
  }
  for (const field of resource.fields.filter((one) => one.client))
    for (const bad of badValues(field))
      proofs.push(
        refusal(
          model,
          resource,
          `POST ${create.path} refuses a ${field.name} ${bad.why}`,
          sampleBody(resource, 1, { [field.name]: bad.value }),
          ['invalid', `invalid:${field.name}`, `valid:${field.name}`],
        ),
      );
  const extra = sampleBody(resource, 1, { surprise: true });
  if (resource.refuseUnknown)
    proofs.push(
      refusal(model, resource, `POST ${create.path} refuses unknown fields`, extra, ['refuseUnknown']),
    );
  else
    proofs.push({
      title: `POST ${create.path} ignores unknown fields`,
      answers: ['ignoreUnknown'],
      resource: resource.name,
      steps: [
        { do: 'send', save: 'a', method: 'POST', path: create.path, body: extra, status: create.status },
        { do: 'equal', at: 'a.body', value: { ref: 'a.body' } },
        { do: 'equal', at: 'a.body.surprise', value: null },
      ],
    });
  return proofs;
}

function filled(resource: Resource): Step[] {
  return resource.fields.flatMap((field): Step[] => {
    const at = `a.body.${field.name}`;
    if (field.fill === 'zero') return [{ do: 'equal', at, value: 0 }];
    if (field.fill === 'created' || field.fill === 'updated')
      return [{ do: 'matches', at, pattern: '^\\d{4}-\\d\\d-\\d\\dT' }];
    if (field.fill === 'code' && !field.required)
      return [{ do: 'matches', at, pattern: `^[A-Za-z0-9]{${field.codeLength ?? 7}}$` }];
    if (!field.client && field.fill === undefined && field.default !== undefined)
      return [{ do: 'equal', at, value: field.default }];
    return [];
  });
}

function refusal(
  model: ServiceModel,
  resource: Resource,
  title: string,
  body: JsonObject,
  answers: readonly string[],
): Proof {
  const create = endpointOf(model, resource, 'create');
  return {
    title,
    answers,
    resource: resource.name,
    steps: [
      {
        do: 'send',
        save: 'refused',
        method: 'POST',
        path: create?.path ?? '/',
        body,
        status: model.limits.invalid,
      },
      { do: 'matches', at: 'refused.body.error', pattern: '\\w' },
    ],
  };
}
