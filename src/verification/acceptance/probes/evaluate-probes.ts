import type { Behaviour, Endpoint, Json, Resource } from '../../../spec-model/model/service-model.ts';
import { recordIn } from '../answers.ts';
import { Broken, LeftOpen, type Probe } from '../probe.ts';
import type { SpecView } from '../spec-view.ts';
import { type Made, type Sent, shown, type World } from '../world.ts';

type Evaluate = Extract<Behaviour, { kind: 'evaluate' }>;

/** With this many users a share of a half lies within 35 and 65 percent but once in a hundred thousand runs. */
const users = 200;

/** Who gets a flag: nobody when it is off, all at 100, about half at 50, the same ones every time. */
export function evaluateProbes(
  spec: SpecView,
  resource: Resource,
  endpoint: Endpoint,
  rule: Evaluate,
): Probe[] {
  if (rule.rollout !== null && spec.isDoubtful(/^$/, [rule.rollout])) return [];
  const allowed = spec.successOf(endpoint);
  const ask = async (world: World, made: Made, user: string): Promise<{ sent: Sent; isOn: unknown }> => {
    const path = `${world.pathTo(endpoint.path, made)}?${rule.user}=${encodeURIComponent(user)}`;
    const sent = await world.expect('GET', path, allowed);
    const isOn = recordIn(sent.answer, [rule.result])?.[rule.result];
    if (typeof isOn !== 'boolean') throw new Broken(`${shown(sent)}: \`${rule.result}\` is no boolean`);
    return { sent, isOn };
  };
  const poll = async (world: World, made: Made, names: readonly string[]): Promise<string[]> => {
    const on: string[] = [];
    for (let at = 0; at < names.length; at += 20) {
      const some = names.slice(at, at + 20);
      const asked = await Promise.all(some.map((name) => ask(world, made, name)));
      on.push(...some.filter((_, index) => asked[index]?.isOn === true));
    }
    return on;
  };
  const flag = (world: World, isOn: boolean, rollout: number | null, listed: readonly string[] = []) => {
    const changes: Record<string, Json> = { [rule.enabled]: isOn };
    if (rule.rollout !== null && rollout !== null) changes[rule.rollout] = rollout;
    if (rule.targets !== null) changes[rule.targets] = listed;
    return world.create(resource, changes);
  };
  const drawn = (world: World, count: number) => Array.from({ length: count }, () => world.random.word(9));
  const probe = (proofs: readonly string[], run: (world: World) => Promise<void>): Probe => ({
    quote: spec.quote(proofs, resource, endpoint),
    run: async (world) => {
      if (
        !spec.says(
          proofs.filter((proof) => proof.includes(':')),
          resource,
        )
      )
        throw new LeftOpen('it is not said');
      await run(world);
      return undefined;
    },
  });
  const expectAll = async (world: World, made: Made, names: readonly string[], wanted: boolean) => {
    for (const name of names) {
      const { sent, isOn } = await ask(world, made, name);
      if (isOn !== wanted)
        throw new Broken(`${made.request}, then ${shown(sent)}: \`${rule.result}\` is not ${wanted}`);
    }
  };
  const probes = [
    probe(['evaluate:disabled', 'evaluate'], async (world) => {
      const names = drawn(world, 5);
      await expectAll(world, await flag(world, false, 100, names.slice(0, 2)), names, false);
    }),
  ];
  if (rule.rollout === null) return probes;
  probes.push(
    probe(['evaluate:all', 'evaluate:share', 'evaluate'], async (world) => {
      await expectAll(world, await flag(world, true, 100), drawn(world, 10), true);
    }),
    probe(['evaluate:share', 'evaluate'], async (world) => {
      const made = await flag(world, true, 50);
      const on = (await poll(world, made, drawn(world, users))).length;
      if (on < users * 0.35 || on > users * 0.65)
        throw new Broken(`${made.request}: ${on} of ${users} users get it, which is not about half of them`);
    }),
    probe(['evaluate:stable', 'evaluate'], async (world) => {
      const made = await flag(world, true, 50);
      const names = drawn(world, 20);
      const [first, second] = [await poll(world, made, names), await poll(world, made, names)];
      if (first.join() !== second.join())
        throw new Broken(
          `${made.request}: of the same ${names.length} users ${first.length} got it, then others`,
        );
    }),
  );
  if (rule.targets !== null)
    probes.push(
      probe(['evaluate:targeted', 'evaluate'], async (world) => {
        const [listed, other] = [drawn(world, 2), drawn(world, 5)];
        const made = await flag(world, true, 0, listed);
        await expectAll(world, made, listed, true);
        await expectAll(world, made, other, false);
      }),
    );
  const change = spec.model.endpoints.find(
    (one) => one.resource === resource && one.behaviour.kind === 'change',
  );
  const { rollout } = rule;
  if (change && spec.says(['evaluate:monotone'], resource))
    probes.push(
      probe(['evaluate:monotone'], async (world) => {
        const made = await flag(world, true, 30);
        const names = drawn(world, 60);
        const few = await poll(world, made, names);
        const more = await world.expect(
          change.method,
          world.pathTo(change.path, made),
          spec.successOf(change),
          { [rollout]: 70 },
        );
        const many = new Set(await poll(world, made, names));
        const lost = few.find((name) => !many.has(name));
        if (lost !== undefined) throw new Broken(`after ${shown(more)} the user ${lost} has lost it`);
      }),
    );
  return probes;
}
