import { setTimeout as delay } from 'node:timers/promises';
import type { Behaviour, Endpoint, Json, Resource } from '../../../spec-model/model/service-model.ts';
import { isRecord, leavesOf, recordIn } from '../answers.ts';
import { Broken, LeftOpen, type Probe } from '../probe.ts';
import type { SpecView } from '../spec-view.ts';
import { type Made, type Sent, shown, type World } from '../world.ts';
import { readOf } from './create-probes.ts';
import { evaluateProbes } from './evaluate-probes.ts';

/** Redirects, counters, switches, picks and figures. */
export function specialProbes(spec: SpecView, resource: Resource): Probe[] {
  return spec.model.endpoints
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
          return [incrementProbe(spec, resource, endpoint, behaviour)];
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

/** The value of a field of something stored, by whichever endpoint shows it; undefined where none does. */
async function shownValue(world: World, resource: Resource, made: Made, name: string): Promise<unknown> {
  const whole = readOf(world.spec, resource);
  const views = world.spec.model.endpoints.filter(
    ({ behaviour, resource: owner }) =>
      owner === resource && behaviour.kind === 'read' && behaviour.view?.includes(name),
  );
  for (const read of [whole, ...views]) {
    if (!read) continue;
    const seen = await world.expect('GET', world.pathTo(read.path, made), world.spec.successOf(read));
    const value = recordIn(seen.answer, [name])?.[name];
    if (value !== undefined) return value;
  }
  return undefined;
}

function redirectProbes(
  spec: SpecView,
  resource: Resource,
  endpoint: Endpoint,
  { target, counter }: Of<'redirect'>,
): Probe[] {
  const allowed = new Set([...spec.successOf(endpoint)].filter((status) => status >= 300));
  const follow = async (world: World, made: Made): Promise<Sent> => {
    const sent = await world.send('GET', world.pathTo(endpoint.path, made));
    const { status, headers } = sent.answer;
    if (allowed.size > 0 ? !allowed.has(status) : status < 300 || status > 308)
      throw new Broken(`${shown(sent)}, not ${allowed.size > 0 ? [...allowed].join(' or ') : 'a redirect'}`);
    const wanted = made.body[target];
    if (headers.location !== wanted)
      throw new Broken(`${shown(sent)} with Location ${headers.location ?? '(none)'}, not ${String(wanted)}`);
    return sent;
  };
  const probes: Probe[] = [
    {
      quote: spec.quote(['redirect'], resource, endpoint),
      run: async (world) => {
        await follow(world, await world.create(resource));
        return undefined;
      },
    },
  ];
  if (counter !== null && spec.says(['counter', `counter:${counter}`], resource))
    probes.push({
      quote: spec.quote([`counter:${counter}`, 'counter'], resource, endpoint),
      run: async (world) => {
        const made = await world.create(resource);
        const before = await shownValue(world, resource, made, counter);
        if (typeof before !== 'number') throw new LeftOpen('no answer shows the counter');
        const times = world.random.between(2, 4);
        for (let count = 0; count < times; count++) await follow(world, made);
        const check = async (when: string) => {
          let after = await shownValue(world, resource, made, counter);
          // Who counts after answering needs a moment.
          for (let looks = 0; looks < 10 && after !== before + times; looks++) {
            await delay(50);
            after = await shownValue(world, resource, made, counter);
          }
          if (after !== before + times)
            throw new Broken(
              `${when} ${times} times ${endpoint.method} ${world.pathTo(endpoint.path, made)}, \`${counter}\` went from ${before} to ${String(after)}`,
            );
        };
        await check('after');
        return spec.says(['persist'], resource) ? () => check('a restart after') : undefined;
      },
    });
  return probes;
}

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
    quote: spec.quote([`increment:${field}`, 'increment'], resource, endpoint),
    run: async (world) => {
      const made = await world.create(resource);
      const first = await act(world, resource, endpoint, made, field);
      const times = world.random.between(1, 3);
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

function emptyProbe(spec: SpecView, resource: Resource, endpoint: Endpoint): Probe[] {
  if (!spec.says(['empty'], resource) || !spec.says404(endpoint)) return [];
  return [
    {
      quote: spec.quote(['empty'], resource, endpoint),
      when: 'empty',
      run: async (world) => {
        await world.expect('GET', endpoint.path, new Set([404]));
        return undefined;
      },
    },
  ];
}

function randomProbe(spec: SpecView, resource: Resource, endpoint: Endpoint): Probe {
  return {
    quote: spec.quote(['random'], resource, endpoint),
    when: 'fresh',
    run: async (world) => {
      const made = [await world.create(resource), await world.create(resource)];
      const seen = await world.expect('GET', endpoint.path, spec.successOf(endpoint));
      const isOne = made.some(({ marker }) => marker === null || seen.answer.text.includes(marker));
      if (!isOne) throw new Broken(`${shown(seen)}, which is none of what is stored`);
      return undefined;
    },
  };
}

function dailyProbe(spec: SpecView, resource: Resource, endpoint: Endpoint, param: string | null): Probe {
  return {
    quote: spec.quote(['daily:fixed', 'daily:stable', 'daily'], resource, endpoint),
    run: async (world) => {
      const days =
        param === null
          ? ['']
          : ['', ...[2, 11, 23].map((day) => `?${param}=2026-03-${day < 10 ? `0${day}` : day}`)];
      await world.create(resource);
      await world.create(resource);
      const ask = (query: string) =>
        world.expect('GET', `${endpoint.path}${query}`, spec.successOf(endpoint));
      const before = await Promise.all(days.map(ask));
      const day = new Date().getUTCDate();
      if (spec.says(['daily:fixed'], resource))
        for (let count = 0; count < 3; count++) await world.create(resource);
      for (const [at, query] of days.entries()) {
        const [first, again] = [before[at], await ask(query)];
        if (query === '' && new Date().getUTCDate() !== day) continue;
        if (first && pickedIn(first, resource) !== pickedIn(again, resource))
          throw new Broken(`${shown(first)}, and later ${shown(again)}`);
      }
      return undefined;
    },
  };
}

function pickedIn({ answer }: Sent, resource: Resource): string {
  const record = recordIn(
    answer,
    resource.fields.map(({ name }) => name),
  );
  return JSON.stringify(record?.[resource.key] ?? record ?? leavesOf(answer.json));
}

function countProbe(spec: SpecView, resource: Resource, endpoint: Endpoint, { by }: Of<'count'>): Probe {
  return {
    quote: spec.quote(['count'], resource, endpoint),
    run: async (world) => {
      const figures = async () => {
        const sent = await world.expect('GET', endpoint.path, spec.successOf(endpoint));
        return { sent, record: recordIn(sent.answer, Object.keys(by)) };
      };
      const before = await figures();
      const made = [await world.create(resource), await world.create(resource)];
      const after = await figures();
      for (const [name, rule] of Object.entries(by)) {
        const [a, b] = [before.record?.[name], after.record?.[name]];
        const counted = rule === null ? 2 : countedIn(made, resource, rule);
        if (counted === null) continue;
        if (typeof a !== 'number' || typeof b !== 'number')
          throw new Broken(`${shown(after.sent)}: \`${name}\` is no number`);
        if (b - a !== counted)
          throw new Broken(
            `${shown(before.sent)}; after ${made.length} more were stored, ${counted} of them for \`${name}\`, ${shown(after.sent)}`,
          );
      }
      return undefined;
    },
  };
}

function countedIn(
  made: readonly Made[],
  resource: Resource,
  [name, value]: readonly [string, Json],
): number | null {
  const seen = made.map((one) => {
    const record = recordIn(one.answer, [name]);
    return isRecord(record) && name in record ? record[name] : (one.body[name] ?? defaultOf(resource, name));
  });
  return seen.some((one) => one === undefined) ? null : seen.filter((one) => one === value).length;
}

function defaultOf(resource: Resource, name: string): Json | undefined {
  return resource.fields.find((field) => field.name === name)?.default;
}
