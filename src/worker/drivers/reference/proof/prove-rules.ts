import { endpointOf, sampleBody, sampleValue } from '../../../../spec-model/model/samples.ts';
import type { Json, Resource, ServiceModel, UniqueRule } from '../../../../spec-model/model/service-model.ts';
import { creating, pathTo } from './prove-create.ts';
import type { Proof, Step } from './steps.ts';

/** Proofs of rules over many records, and that records outlive the process. */
export function ruleProofs(model: ServiceModel, resource: Resource): Proof[] {
  return [
    ...resource.unique.flatMap((rule) => uniqueProofs(model, resource, rule)),
    ...capProofs(model, resource),
    ...generatedProofs(model, resource),
    persistence(model, resource),
  ];
}

function sampleOf(resource: Resource, name: string, n: number): Json {
  const field = resource.fields.find((one) => one.name === name);
  return field ? sampleValue(field, n) : null;
}

function uniqueProofs(model: ServiceModel, resource: Resource, rule: UniqueRule): Proof[] {
  const create = endpointOf(model, resource, 'create');
  const same = Object.fromEntries(rule.fields.map((name) => [name, sampleOf(resource, name, 1)]));
  const refused = (save: string, changes: { readonly [key: string]: Json }): Step => ({
    do: 'send',
    save,
    method: 'POST',
    path: create?.path ?? '/',
    body: sampleBody(resource, 2, changes),
    status: rule.status,
  });
  const what = rule.fields.join(' and ');
  const shouted = Object.fromEntries(
    Object.entries(same).map(([name, value]) => [
      name,
      typeof value === 'string' ? value.toUpperCase() : value,
    ]),
  );
  const proofs: Proof[] = [
    {
      title: `POST ${create?.path ?? '/'} refuses a second ${resource.singular} with the same ${what}`,
      answers: ['unique', `unique:${rule.fields.join('+')}`],
      resource: resource.name,
      steps: [
        creating(model, resource, 'a', 1, same),
        refused('b', same),
        { do: 'matches', at: 'b.body.error', pattern: '\\w' },
        ...(rule.ignoreCase ? [refused('c', shouted)] : []),
      ],
    },
  ];
  const other = rule.fields.find((name) => name !== rule.fields[0]);
  if (other !== undefined)
    proofs.push({
      title: `POST ${create?.path ?? '/'} takes the same ${rule.fields[0]} with another ${other}`,
      answers: [`unique:${rule.fields.join('+')}`],
      resource: resource.name,
      steps: [
        creating(model, resource, 'a', 1, same),
        creating(model, resource, 'b', 2, { ...same, [other]: sampleOf(resource, other, 2) }),
      ],
    });
  return proofs;
}

function capProofs(model: ServiceModel, resource: Resource): Proof[] {
  const create = endpointOf(model, resource, 'create');
  return resource.caps.map((cap) => {
    const shared = { [cap.per]: sampleOf(resource, cap.per, 1) };
    return {
      title: `POST ${create?.path ?? '/'} stores at most ${cap.max} per ${cap.per}`,
      answers: ['cap', `cap:${cap.per}`],
      resource: resource.name,
      steps: [
        ...Array.from({ length: cap.max }, (_, at) =>
          creating(model, resource, `r${at + 1}`, at + 1, shared),
        ),
        {
          do: 'send',
          save: 'over',
          method: 'POST',
          path: create?.path ?? '/',
          body: sampleBody(resource, cap.max + 1, shared),
          status: cap.status,
        },
        creating(model, resource, 'other', cap.max + 2),
      ],
    };
  });
}

function generatedProofs(model: ServiceModel, resource: Resource): Proof[] {
  const key = resource.fields.find((field) => field.name === resource.key);
  if (key?.fill === undefined) return [];
  const proofs: Proof[] = [];
  if (resource.reuse === undefined)
    proofs.push({
      title: `every ${resource.singular} gets a ${key.name} of its own`,
      answers: ['distinct', 'generated'],
      resource: resource.name,
      steps: [
        creating(model, resource, 'a', 1),
        creating(model, resource, 'b', resource.unique.length + resource.caps.length > 0 ? 2 : 1),
        { do: 'differ', at: `a.body.${key.name}`, value: { ref: `b.body.${key.name}` } },
      ],
    });
  else
    proofs.push({
      title: `the same ${resource.reuse} again gives the ${resource.singular} that is there`,
      answers: ['reuse', `reuse:${resource.reuse}`, 'generated'],
      resource: resource.name,
      steps: [
        creating(model, resource, 'a', 1),
        {
          do: 'send',
          save: 'b',
          method: 'POST',
          path: endpointOf(model, resource, 'create')?.path ?? '/',
          body: sampleBody(resource, 1),
          status: 200,
        },
        { do: 'equal', at: `a.body.${key.name}`, value: { ref: `b.body.${key.name}` } },
      ],
    });
  return proofs;
}

function persistence(model: ServiceModel, resource: Resource): Proof {
  const read = model.endpoints.find(
    (one) => one.resource === resource && one.behaviour.kind === 'read' && one.behaviour.view === null,
  );
  const list = endpointOf(model, resource, 'list');
  const items =
    list?.behaviour.kind === 'list' && list.behaviour.wrap ? `body.${list.behaviour.wrap.items}` : 'body';
  const steps: Step[] = read
    ? [
        { do: 'send', save: 'b', method: 'GET', path: pathTo(read.path, resource, 'a'), status: 200 },
        { do: 'equal', at: 'b.body', value: { ref: 'a.body' } },
      ]
    : list
      ? [
          { do: 'send', save: 'b', method: 'GET', path: list.path, status: 200 },
          { do: 'equal', at: `b.${items}.0`, value: { ref: 'a.body' } },
        ]
      : [];
  return {
    title: `a ${resource.singular} is still there after a restart`,
    answers: ['persist'],
    resource: resource.name,
    steps: [creating(model, resource, 'a', 1), { do: 'restart' }, ...steps],
  };
}
