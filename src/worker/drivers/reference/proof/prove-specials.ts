import { sampleValue } from '../model/samples.ts';
import type { Behaviour, Endpoint, Json, Resource, ServiceModel } from '../model/service-model.ts';
import { creating, pathTo } from './prove-create.ts';
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

type Make = (title: string, answers: readonly string[], steps: readonly Step[]) => Proof;
type Go = (save: string, at?: string, status?: number) => Step;

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

function redirect(
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

function daily(
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

function counted(resource: Resource, by: readonly [string, Json] | null): number {
  if (by === null) return 2;
  const field = resource.fields.find((one) => one.name === by[0]);
  if (!field) return 0;
  return [1, 2].filter((n) => (field.client ? sampleValue(field, n) : (field.default ?? null)) === by[1])
    .length;
}

function evaluate(
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
