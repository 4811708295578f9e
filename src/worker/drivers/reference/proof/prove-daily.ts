import type { Behaviour, Resource, ServiceModel } from '../../../../spec-model/model/service-model.ts';
import { creating } from './prove-create.ts';
import type { Go, Make, Proof, Step } from './steps.ts';

/** Proofs of a record of the day. */
export function daily(
  model: ServiceModel,
  resource: Resource,
  behaviour: Extract<Behaviour, { kind: 'daily' }>,
  proof: Make,
  a: Step,
  go: Go,
  path: string,
): Proof[] {
  const b = creating(model, resource, 'b', 2);
  const proofs = [
    proof(
      'answers the same one all day, even when more are added',
      ['daily', 'daily:stable', 'daily:fixed'],
      [
        { do: 'clock', at: '2026-05-01T06:00:00.000Z' },
        a,
        b,
        go('morning'),
        creating(model, resource, 'c', 3),
        { do: 'clock', at: '2026-05-01T22:00:00.000Z' },
        { do: 'restart' },
        go('evening'),
        { do: 'equal', at: 'evening.body', value: { ref: 'morning.body' } },
        { do: 'clock', at: '2026-05-02T06:00:00.000Z' },
        go('tomorrow'),
      ],
    ),
    proof('answers 404 when there are none', ['empty'], [go('none', path, 404)]),
  ];
  if (behaviour.param !== null)
    proofs.push(
      proof(
        'answers for another day when asked',
        ['daily', `parameter:${behaviour.param}`],
        [
          a,
          b,
          go('one', `${path}?${behaviour.param}=2026-06-01`),
          go('two', `${path}?${behaviour.param}=2026-06-01`),
          { do: 'equal', at: 'two.body', value: { ref: 'one.body' } },
          go('bad', `${path}?${behaviour.param}=soon`, model.limits.invalid),
        ],
      ),
    );
  return proofs;
}
