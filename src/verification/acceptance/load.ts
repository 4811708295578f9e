import type { SpecView } from './spec-view.ts';
import { isSuccess, type World } from './world.ts';

/** More than what a service answers in its own tests and in a first look at it. */
const mostStored = 260;
const withinMs = 3_000;
const readEvery = 8;
const mostRefused = 10;

/**
 * Sends some hundred further requests, one after the other: what can be stored is stored, what is listed is read. What
 * they are answered is not judged; returns how many there were. Throws `Broken` where no answer comes any more.
 */
export async function sendFurther(spec: SpecView, world: World): Promise<number> {
  if (spec.limitsRates || spec.needsOthers) return 0;
  const until = performance.now() + withinMs;
  const isOver = () => performance.now() > until;
  let count = 0;
  const resources = spec.resources().filter((resource) => resource.caps.length === 0);
  const reads = spec.model.endpoints.filter(({ method, path }) => method === 'GET' && !path.includes(':'));
  const read = async (at: number): Promise<void> => {
    const one = reads[at % Math.max(1, reads.length)];
    if (!one) return;
    await world.send('GET', one.path);
    count += 1;
  };
  for (const [at, resource] of resources.entries()) {
    const create = world.endpoint(resource, 'create');
    const own = Math.ceil(mostStored / (at + 1));
    let refused = 0;
    for (let stored = 0; create && stored < own && refused < mostRefused && !isOver(); stored++) {
      const sent = await world.send('POST', create.path, world.body(resource));
      count += 1;
      if (!isSuccess(sent.answer.status)) refused += 1;
      if (stored % readEvery === 0) await read(stored / readEvery);
    }
  }
  for (let at = 0; resources.length === 0 && at < mostStored && !isOver(); at++) await read(at);
  return count;
}
