import { endpointOf } from '../../../../spec-model/model/samples.ts';
import type { Resource, ServiceModel } from '../../../../spec-model/model/service-model.ts';
import { createProofs } from './prove-create.ts';
import { itemProofs } from './prove-items.ts';
import { listProofs } from './prove-lists.ts';
import { ruleProofs } from './prove-rules.ts';
import { specialProofs } from './prove-specials.ts';
import type { Proof } from './steps.ts';

/** Proofs of everything the service does, endpoint by endpoint, the ways things go wrong included. */
export function proofsOf(model: ServiceModel): Proof[] {
  return [healthProof(model), ...model.resources.flatMap((resource) => resourceProofs(model, resource))];
}

function resourceProofs(model: ServiceModel, resource: Resource): Proof[] {
  if (!endpointOf(model, resource, 'create')) return [];
  return [
    ...createProofs(model, resource),
    ...itemProofs(model, resource),
    ...listProofs(model, resource),
    ...ruleProofs(model, resource),
    ...specialProofs(model, resource),
  ];
}

function healthProof(model: ServiceModel): Proof {
  const health = model.endpoints.find((one) => one.behaviour.kind === 'health');
  const path = health?.path ?? '/health';
  return {
    title: `GET ${path} says that the service is well, and which release it is`,
    answers: ['health', `endpoint:GET ${path}`],
    resource: null,
    steps: [
      { do: 'send', save: 'health', method: 'GET', path, status: 200 },
      { do: 'equal', at: 'health.body.status', value: 'ok' },
      { do: 'equal', at: 'health.body.release', value: 'test' },
    ],
  };
}
