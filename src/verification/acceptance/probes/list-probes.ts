import { setTimeout as delay } from 'node:timers/promises';
import type { Endpoint, Resource } from '../../../spec-model/model/service-model.ts';
import { isRecord, listIn } from '../answers.ts';
import { Broken, LeftOpen, type Probe } from '../probe.ts';
import type { SpecView } from '../spec-view.ts';
import { type Made, type Sent, shown, type World } from '../world.ts';

const isSelective =
  /\blists?\b|listed|show|visib|hidden|approv|publish|expir|archiv|moderat|\bonly\b|\bper page\b|sort|order|first/i;
/** Two records made within the same second may carry the same time; only what is further apart has an order. */
const apartMs = 1_100;
const sortedRecords = 4;

/** That a list holds what was stored, in the stated order, by page, filtered and searched. */
export function listProbes(spec: SpecView, resource: Resource, list: Endpoint): Probe[] {
  if (list.behaviour.kind !== 'list' || spec.isDoubtful(isSelective)) return [];
  const { paging, filters, search } = list.behaviour;
  const allowed = spec.successOf(list);
  const get = (world: World, query = '') => world.expect('GET', `${list.path}${query}`, allowed);
  const probes: Probe[] = [
    {
      quote: spec.quote(['list'], resource, list),
      run: async (world) => {
        const first = await world.create(resource);
        const second = await world.create(resource);
        const seen = await get(world);
        for (const made of [first, second])
          if (placeOf(seen, resource, made) < 0)
            throw new Broken(`${shown(seen)}, which does not hold what ${made.request} stored`);
        return undefined;
      },
    },
  ];
  if (resource.order !== null && spec.says(['order'], resource))
    probes.push(orderProbe(spec, resource, list));
  if (paging)
    probes.push({
      quote: spec.quote(['paging'], resource, list),
      run: async (world) => {
        await world.create(resource);
        await world.create(resource);
        const seen = await get(world, `?${paging.limit}=1`);
        const items = listIn(seen.answer.json);
        if (items !== null && items.length !== 1)
          throw new Broken(`${shown(seen)}: ${items.length} and not 1 of at least 2`);
        return undefined;
      },
    });
  for (const name of filters) probes.push(...filterProbe(spec, resource, list, name));
  const text = search?.fields[0];
  if (search && text !== undefined)
    probes.push({
      quote: spec.quote(['search'], resource, list),
      run: async (world) => {
        const wanted = await world.create(resource);
        const other = await world.create(resource);
        const value = wanted.body[text];
        if (typeof value !== 'string' || value.length < 6) throw new LeftOpen('no text to search for');
        const seen = await get(world, `?${search.param}=${encodeURIComponent(value)}`);
        holdsOnly(seen, resource, wanted, other);
        return undefined;
      },
    });
  return probes;
}

/** Where a record stands in a list, by its key or its drawn text; -1 where it is not there. */
export function placeOf(seen: Sent, resource: Resource, made: Made): number {
  const items = listIn(seen.answer.json);
  // Where records show their keys these tell them apart: a text may be the spec's example, the same in all of them.
  const isKeyed = made.key !== null && (items ?? []).some((item) => isRecord(item) && resource.key in item);
  if (isKeyed)
    return (items ?? []).findIndex((item) => isRecord(item) && String(item[resource.key]) === made.key);
  const at = (items ?? []).findIndex((item) => {
    if (isRecord(item) && made.key !== null && String(item[resource.key]) === made.key) return true;
    const text = JSON.stringify(item);
    return made.marker !== null && text.includes(made.marker);
  });
  if (at >= 0) return at;
  if (made.marker !== null) return seen.answer.text.indexOf(made.marker);
  if (made.key === null) throw new LeftOpen('nothing tells one record from another');
  return seen.answer.text.indexOf(JSON.stringify(made.key).slice(1, -1));
}

function holdsOnly(seen: Sent, resource: Resource, wanted: Made, other: Made): void {
  if (placeOf(seen, resource, wanted) < 0)
    throw new Broken(`${shown(seen)}, which does not hold what ${wanted.request} stored`);
  if (placeOf(seen, resource, other) >= 0)
    throw new Broken(`${shown(seen)}, which also holds what ${other.request} stored`);
}

function filterProbe(spec: SpecView, resource: Resource, list: Endpoint, name: string): Probe[] {
  const field = resource.fields.find((one) => one.name === name);
  if (!field?.client || !(spec.sentNames(resource).size === 0 || spec.sentNames(resource).has(name)))
    return [];
  return [
    {
      quote: spec.quote([`filter:${name}`, 'filter'], resource, list),
      run: async (world) => {
        const wanted = await world.create(resource);
        const value = wanted.body[name];
        if (value === undefined || value === null || typeof value === 'object')
          throw new LeftOpen('the query cannot name this value');
        const another = field.type === 'boolean' ? !value : field.oneOf?.find((one) => one !== value);
        const other = await world.create(resource, another === undefined ? {} : { [name]: another });
        if (other.body[name] === value) throw new LeftOpen('the field has one value only');
        const query = `?${name}=${encodeURIComponent(String(value))}`;
        holdsOnly(
          await world.expect('GET', `${list.path}${query}`, spec.successOf(list)),
          resource,
          wanted,
          other,
        );
        return undefined;
      },
    },
  ];
}

function orderProbe(spec: SpecView, resource: Resource, list: Endpoint): Probe {
  const by = resource.fields.find((one) => one.name === resource.order?.field);
  const isByTime = by === undefined || !by.client;
  return {
    quote: spec.quote(['order'], resource, list),
    again: true,
    run: async (world) => {
      const early = await world.create(resource);
      const began = performance.now();
      return async () => {
        const left = apartMs - (performance.now() - began);
        if (isByTime && left > 0) await delay(left);
        const made = [early, await world.create(resource)];
        // Two records drawn in their order already would say nothing of a list that is not sorted.
        while (!isByTime && made.length < sortedRecords) made.push(await world.create(resource));
        const seen = await world.expect('GET', list.path, spec.successOf(list));
        const pairs = pairsOf(made).map((pair) => (isByTime ? pair : byValue(...pair, by.name)));
        if (pairs.every((pair) => pair === null)) throw new LeftOpen('the values drawn have no clear order');
        for (const pair of pairs) if (pair) standInOrder(seen, resource, pair, isByTime);
      };
    },
  };
}

function standInOrder(seen: Sent, resource: Resource, pair: readonly [Made, Made], isByTime: boolean): void {
  const [first, second] = pair;
  const [a, b] = [placeOf(seen, resource, first), placeOf(seen, resource, second)];
  const isDescending = resource.order?.descending === true;
  if (isDescending && isByTime && b < 0)
    throw new Broken(`${shown(seen)}, which does not hold what ${second.request} stored last`);
  if (a < 0 || b < 0) return;
  if (isDescending ? b > a : a > b)
    throw new Broken(
      `${shown(seen)}: what ${second.request} stored stands ${isDescending ? 'after' : 'before'} what ${first.request} stored`,
    );
}

function pairsOf(made: readonly Made[]): (readonly [Made, Made])[] {
  return made.flatMap((one, index) => made.slice(index + 1).map((other) => [one, other] as const));
}

/** The smaller first; null where their order is not the same to everybody. */
function byValue(one: Made, other: Made, name: string): readonly [Made, Made] | null {
  const [a, b] = [one.body[name], other.body[name]];
  if (a === b || a === undefined || b === undefined || a === null || b === null) return null;
  if (typeof a !== 'number' && !(isDay(a) && isDay(b))) {
    const [x, y] = [String(a), String(b)];
    // Texts with the same first letter may be sorted in more than one way.
    const isClear = /^[a-z]/i.test(x) && /^[a-z]/i.test(y) && x[0]?.toLowerCase() !== y[0]?.toLowerCase();
    if (!isClear) return null;
  }
  return a < b ? [one, other] : [other, one];
}

function isDay(value: unknown): boolean {
  return typeof value === 'string' && /^\d{4}-\d\d-\d\d$/.test(value);
}
