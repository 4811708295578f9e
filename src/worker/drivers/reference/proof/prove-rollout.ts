import type {
  Behaviour,
  Endpoint,
  Json,
  Resource,
  ServiceModel,
} from '../../../../spec-model/model/service-model.ts';
import { creating, pathTo } from './prove-create.ts';
import type { Make, Proof, Step } from './steps.ts';

/** Proofs of who gets a feature. */
export function evaluate(
  model: ServiceModel,
  resource: Resource,
  endpoint: Endpoint,
  rule: Extract<Behaviour, { kind: 'evaluate' }>,
  proof: Make,
): Proof[] {
  const off = { [rule.enabled]: false };
  const flag = (save: string, n: number, changes: { readonly [key: string]: Json }): Step =>
    creating(model, resource, save, n, {
      [rule.enabled]: true,
      ...(rule.targets ? { [rule.targets]: [] } : {}),
      ...changes,
    });
  const ask = (save: string, of: string, user: string): Step => ({
    do: 'send',
    save,
    method: 'GET',
    path: `${pathTo(endpoint.path, resource, of)}?${rule.user}=${user}`,
    status: 200,
  });
  const is = (save: string, value: boolean): Step => ({
    do: 'equal',
    at: `${save}.body.${rule.result}`,
    value,
  });
  const poll = (save: string, of: string, users = 200): Step => ({
    do: 'poll',
    save,
    path: `${pathTo(endpoint.path, resource, of)}?${rule.user}=`,
    at: rule.result,
    users,
  });
  const full = rule.rollout === null ? {} : { [rule.rollout]: 100 };
  const targets = rule.targets === null ? {} : { [rule.targets]: ['ada'] };
  const proofs = [
    proof(
      'says no for everyone while it is off',
      ['evaluate', 'evaluate:disabled'],
      [
        flag('a', 1, { ...full, ...off, ...targets }),
        ask('b', 'a', 'ada'),
        is('b', false),
        ask('c', 'a', 'bob'),
        is('c', false),
      ],
    ),
    proof(
      'says yes for everyone at full rollout',
      ['evaluate', 'evaluate:all'],
      [flag('a', 1, full), poll('all', 'a'), { do: 'equal', at: 'all.length', value: 200 }],
    ),
    proof(
      'needs to know the user',
      ['invalidQuery', 'missing', 'invalid'],
      [
        flag('a', 1, full),
        {
          do: 'send',
          save: 'b',
          method: 'GET',
          path: pathTo(endpoint.path, resource, 'a'),
          status: model.limits.invalid,
        },
      ],
    ),
  ];
  if (rule.rollout !== null) {
    const none = { [rule.rollout]: 0 };
    const half = { [rule.rollout]: 50 };
    proofs.push(
      proof(
        'says no for everyone at no rollout',
        ['evaluate', 'evaluate:none'],
        [flag('a', 1, none), poll('all', 'a'), { do: 'equal', at: 'all.length', value: 0 }],
      ),
      proof(
        'says yes for about half of the users at a rollout of 50',
        ['evaluate', 'evaluate:share'],
        [
          flag('a', 1, half),
          poll('some', 'a', 1000),
          { do: 'between', at: 'some.length', low: 400, high: 600 },
        ],
      ),
      proof(
        'says the same to the same user every time, also after a restart',
        ['evaluate', 'evaluate:stable'],
        [
          flag('a', 1, half),
          poll('first', 'a'),
          { do: 'restart' },
          poll('second', 'a'),
          { do: 'equal', at: 'second', value: { ref: 'first' } },
        ],
      ),
    );
    const change = model.endpoints.find(
      (one) => one.resource === resource && one.behaviour.kind === 'change',
    );
    if (change)
      proofs.push(
        proof(
          'takes nothing away when the rollout grows',
          ['evaluate', 'evaluate:monotone'],
          [
            flag('a', 1, { [rule.rollout]: 20 }),
            poll('few', 'a'),
            {
              do: 'send',
              save: 'more',
              method: change.method,
              path: pathTo(change.path, resource, 'a'),
              body: { [rule.rollout]: 60 },
              status: change.status,
            },
            poll('many', 'a'),
            { do: 'superset', big: 'many', small: 'few' },
          ],
        ),
      );
    if (rule.targets !== null)
      proofs.push(
        proof(
          'says yes to a listed user at any rollout',
          ['evaluate', 'evaluate:targeted'],
          [
            flag('a', 1, { ...none, ...targets }),
            ask('b', 'a', 'ada'),
            is('b', true),
            ask('c', 'a', 'bob'),
            is('c', false),
          ],
        ),
      );
  }
  return proofs;
}
