import type { Endpoint, Resource } from '../../../spec-model/model/service-model.ts';
import { isRecord } from '../answers.ts';
import { Broken, LeftOpen, type Probe } from '../probe.ts';
import type { Quote, SpecView } from '../spec-view.ts';
import { type Sent, shown, type World } from '../world.ts';

/** That input which breaks a stated rule is refused, with a status the spec names. */
export function refusalProbes(spec: SpecView, resource: Resource, create: Endpoint): Probe[] {
  const allowed = spec.invalidStatuses();
  if (allowed === null) return [];
  const probes: Probe[] = [];
  const refuse = (quote: Quote, send: (world: World) => Promise<Sent>): void => {
    probes.push({
      quote,
      again: true,
      run: async (world) => {
        checkError(spec, await send(world));
        return undefined;
      },
    });
  };
  const said = spec.sentNames(resource);
  for (const field of resource.fields) {
    if (!field.client || !said.has(field.name)) continue;
    if (
      field.required &&
      field.isRequiredSaid &&
      spec.statesRequired(field.name) &&
      !spec.isRuleDoubtful(field.name)
    )
      refuse(spec.quoteField(field, ['missing'], resource, create), (world) => {
        const { [field.name]: _left, ...rest } = world.body(resource);
        return world.refused('POST', create.path, allowed, rest);
      });
    refuse(spec.quoteField(field, ['invalid', 'valid'], resource, create), async (world) => {
      // One after the other; the first that is taken is told.
      let last: Sent | null = null;
      for (const { value } of world.badValues(field))
        last = await world.refused(
          'POST',
          create.path,
          allowed,
          world.body(resource, { [field.name]: value }),
        );
      if (last === null) throw new LeftOpen('no rule of it can be broken for sure');
      return last;
    });
  }
  if (resource.refuseUnknown)
    refuse(spec.quote(['refuseUnknown'], resource, create), (world) =>
      world.refused(
        'POST',
        create.path,
        allowed,
        world.body(resource, { [world.random.word(9)]: world.random.word(5) }),
      ),
    );
  if (spec.says(['malformed'], null))
    refuse(spec.quote(['malformed'], null), (world) =>
      world.refused('POST', create.path, allowed, `{"${world.random.word(6)}": `),
    );
  return probes;
}

/** Where the spec says that errors are JSON with an `error`, that they are. */
function checkError(spec: SpecView, sent: Sent): void {
  if (!spec.says(['errorBody'], null) || !/`error`|"error"/.test(spec.source)) return;
  if (!isRecord(sent.answer.json) || !sent.answer.json.error)
    throw new Broken(`${shown(sent)}, which is not JSON with an \`error\``);
}
