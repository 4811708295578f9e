import type { Behaviour, Endpoint, Resource } from '../../../spec-model/model/service-model.ts';
import { recordIn } from '../answers.ts';
import { Broken, LeftOpen, type Probe } from '../probe.ts';
import type { SpecView } from '../spec-view.ts';
import { type Made, type Sent, shown, type World } from '../world.ts';
import { evaluateProbes } from './evaluate-probes.ts';
import { countingActions, limitOf, limitProbes } from './limit-probes.ts';
import { countProbe, dailyProbe, emptyProbe, randomProbe } from './pick-probes.ts';
import { redirectProbes } from './redirect-probes.ts';
import { shownValue } from './shown-value.ts';

/** Redirects, counters, switches, picks and figures. */
export function specialProbes(spec: SpecView, resource: Resource): Probe[] {
  const counting = countingActions(spec, resource);
  return [...spec.model.endpoints, ...counting]
    .filter((one) => one.resource === resource)
    .flatMap((endpoint): Probe[] => {
      const { behaviour } = endpoint;
      switch (behaviour.kind) {
        case 'redirect':
          return redirectProbes(spec, resource, endpoint, behaviour);
        case 'set':
          return [setProbe(spec, resource, endpoint, behaviour)];
        case 'toggle':
          return [toggleProbe(spec, resource, endpoint, behaviour.field)];
        case 'increment':
          return [
            incrementProbe(spec, resource, endpoint, behaviour),
            ...limitProbes(spec, resource, endpoint, behaviour.field),
          ];
        case 'random':
          return [...emptyProbe(spec, resource, endpoint), randomProbe(spec, resource, endpoint)];
        case 'daily':
          return [
            ...emptyProbe(spec, resource, endpoint),
            dailyProbe(spec, resource, endpoint, behaviour.param),
          ];
        case 'count':
          return [countProbe(spec, resource, endpoint, behaviour)];
        case 'evaluate':
          return evaluateProbes(spec, resource, endpoint, behaviour);
        default:
          return [];
      }
    });
}

type Of<K extends Behaviour['kind']> = Extract<Behaviour, { kind: K }>;

/** Does it, and tells the value of a field afterwards. */
async function act(
  world: World,
  resource: Resource,
  endpoint: Endpoint,
  made: Made,
  field: string,
): Promise<{ sent: Sent; value: unknown }> {
  const sent = await world.expect(
    endpoint.method,
    world.pathTo(endpoint.path, made),
    world.spec.successOf(endpoint),
  );
  const value = recordIn(sent.answer, [field])?.[field] ?? (await shownValue(world, resource, made, field));
  if (value === undefined) throw new LeftOpen(`no answer shows \`${field}\``);
  return { sent, value };
}

function setProbe(
  spec: SpecView,
  resource: Resource,
  endpoint: Endpoint,
  { field, value }: Of<'set'>,
): Probe {
  return {
    again: true,
    quote: spec.quote([`set:${field}=${String(value)}`, 'set'], resource, endpoint),
    run: async (world) => {
      const made = await world.create(resource);
      const opposite = spec.model.endpoints.find(
        ({ behaviour, resource: owner }) =>
          owner === resource &&
          behaviour.kind === 'set' &&
          behaviour.field === field &&
          behaviour.value !== value,
      );
      if (opposite)
        await world.expect(opposite.method, world.pathTo(opposite.path, made), spec.successOf(opposite));
      const done = await act(world, resource, endpoint, made, field);
      const later = await shownValue(world, resource, made, field);
      for (const seen of [done.value, later ?? value])
        if (seen !== value)
          throw new Broken(
            `after ${shown(done.sent)} \`${field}\` is ${JSON.stringify(seen)}, not ${String(value)}`,
          );
      return undefined;
    },
  };
}

function toggleProbe(spec: SpecView, resource: Resource, endpoint: Endpoint, field: string): Probe {
  return {
    again: true,
    quote: spec.quote([`toggle:${field}`, 'toggle'], resource, endpoint),
    run: async (world) => {
      const made = await world.create(resource);
      const first = await act(world, resource, endpoint, made, field);
      const second = await act(world, resource, endpoint, made, field);
      if (typeof first.value !== 'boolean' || second.value !== !first.value)
        throw new Broken(
          `${shown(first.sent)}, and then ${shown(second.sent)}: \`${field}\` is not switched`,
        );
      return undefined;
    },
  };
}

function incrementProbe(
  spec: SpecView,
  resource: Resource,
  endpoint: Endpoint,
  { field, by }: Of<'increment'>,
): Probe {
  return {
    again: true,
    quote: spec.quote([`increment:${field}`, 'increment'], resource, endpoint),
    run: async (world) => {
      const times = world.random.between(1, 3);
      const limit = limitOf(spec, resource, field)?.limit;
      const most = limit?.max ?? 100;
      if (limit && most <= times) throw new LeftOpen('it may be done too seldom');
      const made = await world.create(resource, limit ? { [limit.name]: most } : {});
      const first = await act(world, resource, endpoint, made, field);
      let last = first;
      for (let count = 0; count < times; count++) last = await act(world, resource, endpoint, made, field);
      if (Number(last.value) - Number(first.value) !== by * times)
        throw new Broken(`${shown(first.sent)}, and ${times} more of it: ${shown(last.sent)}`);
      const stored = await shownValue(world, resource, made, field);
      if (stored !== undefined && stored !== last.value)
        throw new Broken(`${shown(last.sent)}, and \`${field}\` is read as ${JSON.stringify(stored)}`);
      return undefined;
    },
  };
}
