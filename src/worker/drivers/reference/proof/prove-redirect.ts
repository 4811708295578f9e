import type { Behaviour, Resource, ServiceModel } from '../../../../spec-model/model/service-model.ts';
import { pathTo } from './prove-create.ts';
import type { Go, Make, Proof, Step } from './steps.ts';

/** Proofs of a redirect and of its counter. */
export function redirect(
  model: ServiceModel,
  resource: Resource,
  behaviour: Extract<Behaviour, { kind: 'redirect' }>,
  proof: Make,
  a: Step,
  go: Go,
): Proof[] {
  const proofs = [
    proof(
      `leads to the stored ${behaviour.target}`,
      ['redirect', 'status', `field:${behaviour.target}`],
      [a, go('b'), { do: 'equal', at: 'b.headers.location', value: { ref: `a.body.${behaviour.target}` } }],
    ),
  ];
  const read = model.endpoints.find((one) => one.resource === resource && one.behaviour.kind === 'read');
  if (behaviour.counter !== null && read)
    proofs.push(
      proof(
        `counts in ${behaviour.counter}, also over a restart`,
        ['counter', `counter:${behaviour.counter}`, 'persist'],
        [
          a,
          go('r1'),
          go('r2'),
          go('r3'),
          { do: 'restart' },
          { do: 'send', save: 'b', method: 'GET', path: pathTo(read.path, resource, 'a'), status: 200 },
          { do: 'equal', at: `b.body.${behaviour.counter}`, value: 3 },
        ],
      ),
    );
  return proofs;
}
