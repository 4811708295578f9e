import type { Probe } from './probe.ts';
import { createProbes } from './probes/create-probes.ts';
import { itemProbes } from './probes/item-probes.ts';
import { listProbes } from './probes/list-probes.ts';
import { literalProbes } from './probes/literal-probes.ts';
import { plainProbes } from './probes/plain-probes.ts';
import { rangeProbes } from './probes/range-probes.ts';
import { rankingProbes } from './probes/ranking-probes.ts';
import { refusalProbes } from './probes/refusal-probes.ts';
import { ruleProbes } from './probes/rule-probes.ts';
import { specialProbes } from './probes/special-probes.ts';
import { tariffProbes } from './probes/tariff-probes.ts';
import type { SpecView } from './spec-view.ts';

const order = { empty: 0, fresh: 1, usual: 2, last: 3 } as const;

/** Everything a spec says that can be tried from outside, what needs an empty service first. */
export function probesOf(spec: SpecView): Probe[] {
  const health = plainProbes(spec);
  if (spec.needsLogin) return health.slice(0, 1);
  const own = spec.resources().flatMap((resource) => {
    const create = spec.model.endpoints.find(
      (one) => one.resource === resource && one.behaviour.kind === 'create',
    );
    if (!create) return [];
    const list = spec.model.endpoints.find(
      (one) => one.resource === resource && one.behaviour.kind === 'list',
    );
    return [
      ...(list ? listProbes(spec, resource, list) : []),
      ...createProbes(spec, resource, create),
      ...refusalProbes(spec, resource, create),
      ...itemProbes(spec, resource),
      ...specialProbes(spec, resource),
      ...ruleProbes(spec, resource, create),
    ];
  });
  const all = [
    ...health,
    ...literalProbes(spec),
    ...rangeProbes(spec),
    ...tariffProbes(spec),
    ...rankingProbes(spec),
    ...own,
  ];
  return all.sort((a, b) => order[a.when ?? 'usual'] - order[b.when ?? 'usual']);
}
