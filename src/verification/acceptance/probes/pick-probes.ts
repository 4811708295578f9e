import type { Behaviour, Endpoint, Json, Resource } from '../../../spec-model/model/service-model.ts';
import { isRecord, leavesOf, recordIn } from '../answers.ts';
import { Broken, type Probe } from '../probe.ts';
import type { SpecView } from '../spec-view.ts';
import { type Made, type Sent, shown } from '../world.ts';

type Of<K extends Behaviour['kind']> = Extract<Behaviour, { kind: K }>;

/** 404 where nothing is stored yet, if the spec says so. */
export function emptyProbe(spec: SpecView, resource: Resource, endpoint: Endpoint): Probe[] {
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

/** A random pick is one of what is stored. */
export function randomProbe(spec: SpecView, resource: Resource, endpoint: Endpoint): Probe {
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

/** The pick of a day stays the same on that day. */
export function dailyProbe(
  spec: SpecView,
  resource: Resource,
  endpoint: Endpoint,
  param: string | null,
): Probe {
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

/** Figures grow by what is stored. */
export function countProbe(
  spec: SpecView,
  resource: Resource,
  endpoint: Endpoint,
  { by }: Of<'count'>,
): Probe {
  return {
    quote: spec.quote(['count'], resource, endpoint),
    again: true,
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
