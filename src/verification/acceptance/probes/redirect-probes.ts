import { setTimeout as delay } from 'node:timers/promises';
import type { Behaviour, Endpoint, Resource } from '../../../spec-model/model/service-model.ts';
import { Broken, LeftOpen, type Probe } from '../probe.ts';
import type { SpecView } from '../spec-view.ts';
import { type Made, type Sent, shown, type World } from '../world.ts';
import { shownValue } from './shown-value.ts';

type Of<K extends Behaviour['kind']> = Extract<Behaviour, { kind: K }>;

/** That a redirect leads to what was stored, and that it is counted where the spec says so. */
export function redirectProbes(
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
      again: true,
      run: async (world) => {
        await follow(world, await world.create(resource));
        return undefined;
      },
    },
  ];
  if (counter !== null && spec.says(['counter', `counter:${counter}`], resource))
    probes.push({
      quote: spec.quote([`counter:${counter}`, 'counter'], resource, endpoint),
      again: true,
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
