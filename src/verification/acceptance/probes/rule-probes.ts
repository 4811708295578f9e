import type { CapRule, Endpoint, Resource, UniqueRule } from '../../../spec-model/model/service-model.ts';
import { Broken, LeftOpen, type Probe } from '../probe.ts';
import type { SpecView } from '../spec-view.ts';
import { shown } from '../world.ts';
import { readOf } from './create-probes.ts';
import { placeOf } from './list-probes.ts';
import { conflictStatuses, given, uniqueProbes } from './unique-probe.ts';

/** Greatest number of records that a probe stores to reach a stated limit. */
const mostStored = 40;

/** Rules over many records: what may stand only once, how many there may be, and that they outlive the process. */
export function ruleProbes(spec: SpecView, resource: Resource, create: Endpoint): Probe[] {
  const unsure = new Set(spec.doubts.map(({ line }) => line));
  return [
    ...resource.unique.flatMap((rule) => {
      const isPlain = isPlainlyStated(spec, resource, rule);
      const proof = `unique:${rule.fields.join('+')}`;
      const isStated =
        spec.checks([proof], resource) || (!unsure.has(rule.line) && spec.says([proof], resource));
      if (!isPlain && !isStated) return [];
      return uniqueProbes(spec, resource, create, rule, isPlain);
    }),
    ...resource.caps
      .filter((cap) => !unsure.has(cap.line) && cap.max <= mostStored)
      .map((cap) => capProbe(spec, resource, create, cap)),
    ...(spec.says(['persist'], resource) ? [persistProbe(spec, resource)] : []),
  ];
}

/**
 * Whether a statement names just these fields as what may stand only once. Of any other only a repetition of everything
 * is tried, which breaks the rule however it is meant.
 */
function isPlainlyStated(spec: SpecView, resource: Resource, rule: UniqueRule): boolean {
  const [name = ''] = rule.fields;
  if (spec.study.api.fields.some((field) => field.name === name && /\bunique\b/i.test(field.text)))
    return true;
  return spec.study.statements.some(({ clause, facts }) => {
    if (!facts.some(({ proof, detail }) => proof === 'unique' && detail === rule.fields.join('+')))
      return false;
    const named = new Set(
      [...clause.text.matchAll(/`([A-Za-z_]\w*)`/g)]
        .map((match) => match[1] ?? '')
        .filter((one) => resource.fields.some((field) => field.name === one)),
    );
    if (named.size === 0) return rule.fields.length === 1;
    return named.size === rule.fields.length && rule.fields.every((one) => named.has(one));
  });
}

function capProbe(spec: SpecView, resource: Resource, create: Endpoint, cap: CapRule): Probe {
  return {
    quote: spec.quote([`cap:${cap.per}`, 'cap'], resource, create),
    when: 'last',
    again: true,
    run: async (world) => {
      const same = given(world, resource, [cap.per]);
      for (let count = 0; count < cap.max; count++) await world.create(resource, same);
      const body = world.body(resource, same);
      await world.refused('POST', create.path, conflictStatuses(spec, cap.status), body);
      await world.create(resource);
      return undefined;
    },
  };
}

function persistProbe(spec: SpecView, resource: Resource): Probe {
  return {
    quote: spec.quote(['persist'], resource),
    run: async (world) => {
      const made = await world.create(resource);
      const read = readOf(spec, resource);
      const list = world.endpoint(resource, 'list');
      return async () => {
        if (read && made.key !== null) {
          const back = await world.send('GET', world.pathTo(read.path, made));
          if (back.answer.status >= 300)
            throw new Broken(`after a restart ${shown(back)}; it was stored by ${made.request}`);
          world.checkKept(made, back, resource);
          return;
        }
        if (!list) throw new LeftOpen('nothing reads it');
        const seen = await world.expect('GET', list.path, spec.successOf(list));
        if (placeOf(seen, resource, made) < 0)
          throw new Broken(`after a restart ${shown(seen)}, which does not hold what ${made.request} stored`);
      };
    },
  };
}
