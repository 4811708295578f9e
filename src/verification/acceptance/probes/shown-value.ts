import type { Resource } from '../../../spec-model/model/service-model.ts';
import { recordIn } from '../answers.ts';
import type { Made, World } from '../world.ts';
import { readOf } from './create-probes.ts';

/** The value of a field of something stored, by whichever endpoint shows it; undefined where none does. */
export async function shownValue(
  world: World,
  resource: Resource,
  made: Made,
  name: string,
): Promise<unknown> {
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
