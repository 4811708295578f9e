import { sampleValue } from '../../../../spec-model/model/samples.ts';
import type {
  Behaviour,
  Endpoint,
  Json,
  Resource,
  ServiceModel,
} from '../../../../spec-model/model/service-model.ts';
import { creating, pathTo } from './prove-create.ts';
import { daily } from './prove-daily.ts';
import { redirect } from './prove-redirect.ts';
import { evaluate } from './prove-rollout.ts';
import type { Proof, Step } from './steps.ts';

/** Proofs of redirects, counters, switches, rollouts, random and daily picks, and figures. */
export function specialProofs(model: ServiceModel, resource: Resource): Proof[] {
  return model.endpoints
    .filter((one) => one.resource === resource)
    .flatMap((one) => proofsFor(model, resource, one));
}

function proofsFor(model: ServiceModel, resource: Resource, endpoint: Endpoint): Proof[] {
  const { behaviour } = endpoint;
  const name = `endpoint:${endpoint.method} ${endpoint.path}`;
  const path = pathTo(endpoint.path, resource, 'a');
  const go = (save: string, at = path, status = endpoint.status): Step => ({
    do: 'send',
    save,
    method: endpoint.method,
    path: at,
    status,
  });
  const proof = (title: string, answers: readonly string[], steps: readonly Step[]): Proof => ({
    title: `${endpoint.method} ${endpoint.path} ${title}`,
    answers: [...answers, name],
    resource: resource.name,
    steps,
  });
  const a = creating(model, resource, 'a', 1);
  switch (behaviour.kind) {
    case 'redirect':
      return redirect(model, resource, behaviour, proof, a, go);
    case 'set':
      return [
        proof(
          `sets ${behaviour.field} to ${String(behaviour.value)}`,
          ['set', `set:${behaviour.field}=${String(behaviour.value)}`, `field:${behaviour.field}`],
          [
            a,
            ...before(model, resource, behaviour),
            go('b'),
            { do: 'equal', at: `b.body.${behaviour.field}`, value: behaviour.value },
          ],
        ),
      ];
    case 'toggle': {
      const was = resource.fields.find((field) => field.name === behaviour.field);
      const first = was?.client ? sampleValue(was, 1) : (was?.default ?? false);
      return [
        proof(
          `switches ${behaviour.field} there and back`,
          ['toggle', `toggle:${behaviour.field}`],
          [
            a,
            go('b'),
            { do: 'equal', at: `b.body.${behaviour.field}`, value: first !== true },
            go('c'),
            { do: 'equal', at: `c.body.${behaviour.field}`, value: first === true },
          ],
        ),
      ];
    }
    case 'increment':
      return [
        proof(
          `adds one to ${behaviour.field}`,
          ['increment', `increment:${behaviour.field}`],
          [
            a,
            go('b'),
            { do: 'equal', at: `b.body.${behaviour.field}`, value: behaviour.by },
            go('c'),
            { do: 'equal', at: `c.body.${behaviour.field}`, value: behaviour.by * 2 },
          ],
        ),
      ];
    case 'random':
      return [
        proof(
          'answers one that is stored',
          ['random'],
          [a, go('b'), { do: 'equal', at: 'b.body', value: { ref: 'a.body' } }],
        ),
        proof('answers 404 when there are none', ['empty'], [go('none', path, 404)]),
      ];
    case 'daily':
      return daily(model, resource, behaviour, proof, a, go, path);
    case 'count':
      return [
        proof(
          'counts what is stored',
          ['count'],
          [
            a,
            creating(model, resource, 'b', 2),
            go('c'),
            ...Object.entries(behaviour.by).map(
              ([key, by]): Step => ({ do: 'equal', at: `c.body.${key}`, value: counted(resource, by) }),
            ),
          ],
        ),
      ];
    case 'evaluate':
      return evaluate(model, resource, endpoint, behaviour, proof);
    default:
      return [];
  }
}

/** A switch is shown from the other side, where there is a way to get there. */
function before(
  model: ServiceModel,
  resource: Resource,
  behaviour: Extract<Behaviour, { kind: 'set' }>,
): Step[] {
  const opposite = model.endpoints.find(
    (one) =>
      one.resource === resource &&
      one.behaviour.kind === 'set' &&
      one.behaviour.field === behaviour.field &&
      one.behaviour.value !== behaviour.value,
  );
  if (!opposite) return [];
  return [
    {
      do: 'send',
      save: 'other',
      method: opposite.method,
      path: pathTo(opposite.path, resource, 'a'),
      status: opposite.status,
    },
    { do: 'equal', at: `other.body.${behaviour.field}`, value: behaviour.value !== true },
  ];
}

function counted(resource: Resource, by: readonly [string, Json] | null): number {
  if (by === null) return 2;
  const field = resource.fields.find((one) => one.name === by[0]);
  if (!field) return 0;
  return [1, 2].filter((n) => (field.client ? sampleValue(field, n) : (field.default ?? null)) === by[1])
    .length;
}
