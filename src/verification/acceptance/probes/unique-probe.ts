import type { Endpoint, Json, Resource, UniqueRule } from '../../../spec-model/model/service-model.ts';
import { drawValue } from '../draw.ts';
import { Broken, LeftOpen, type Probe } from '../probe.ts';
import type { SpecView } from '../spec-view.ts';
import { ignoredBy, spellingsOf } from '../spellings.ts';
import { isSuccess, shown, type World } from '../world.ts';

/** What may stand only once is refused the second time, at once and after a restart, in every spelling the spec calls the same. */
export function uniqueProbes(
  spec: SpecView,
  resource: Resource,
  create: Endpoint,
  rule: UniqueRule,
  isPlain: boolean,
): Probe[] {
  const allowed = conflictStatuses(spec, rule.status);
  const proofs = [`unique:${rule.fields.join('+')}`, 'unique'];
  const once: Probe = {
    quote: spec.quote(proofs, resource, create),
    again: true,
    run: async (world) => {
      const same = given(world, resource, rule.fields);
      const first = await world.create(resource, same);
      await world.refused('POST', create.path, allowed, first.body);
      if (!isPlain) return undefined;
      await world.refused('POST', create.path, allowed, world.body(resource, same));
      if (rule.fields.length > 1) {
        const [name = ''] = rule.fields;
        const apart = Array.from({ length: 20 }, () =>
          world.body(resource, { [name]: same[name] ?? null }),
        ).find((body) => rule.fields.some((field) => body[field] !== same[field]));
        if (apart) await world.store(resource, create, apart);
      }
      if (!spec.says(['persist'], resource)) return undefined;
      return async () => {
        await world.refused('POST', create.path, allowed, world.body(resource, same));
      };
    },
  };
  const spelled = ignoredBy(spec, rule, resource.fields).map(
    ({ what, fields, quote }): Probe => ({
      quote,
      again: true,
      run: async (world) => {
        const same = given(world, resource, rule.fields);
        const first = await world.create(resource, same);
        let tried = 0;
        for (const field of resource.fields.filter(({ name }) => fields.includes(name)))
          for (const text of spellingsOf(what, same[field.name] ?? null, field, world.random)) {
            const sent = await world.send(
              'POST',
              create.path,
              world.body(resource, { ...same, [field.name]: text }),
            );
            if (isSuccess(sent.answer.status) || sent.answer.status >= 500)
              throw new Broken(
                `after ${first.request}, ${shown(sent)}, not ${[...allowed].join(' or ') || '4xx'}`,
              );
            tried += 1;
          }
        if (tried === 0) throw new LeftOpen('it has one spelling only');
        return undefined;
      },
    }),
  );
  return [once, ...spelled];
}

/** The status of a conflict where the spec names it; empty where it does not. */
export function conflictStatuses(spec: SpecView, status: number): ReadonlySet<number> {
  return spec.names(status) ? new Set([status]) : new Set();
}

/** Drawn values of fields which a client chooses. Left open where the service chooses one. */
export function given(world: World, resource: Resource, names: readonly string[]): Record<string, Json> {
  const values: Record<string, Json> = {};
  for (const field of resource.fields.filter(({ name }) => names.includes(name))) {
    const value = field.client ? drawValue(field, world.random) : undefined;
    if (value === undefined) throw new LeftOpen(`a client does not choose \`${field.name}\``);
    values[field.name] = value;
  }
  return values;
}
