import type { Endpoint, Resource } from '../../../spec-model/model/service-model.ts';
import { recordIn } from '../answers.ts';
import type { Probe } from '../probe.ts';
import { Broken } from '../probe.ts';
import type { SpecView } from '../spec-view.ts';
import { shown, type World } from '../world.ts';

/** That what is sent is stored as it was sent, filled in as the spec says, and read back. */
export function createProbes(spec: SpecView, resource: Resource, create: Endpoint): Probe[] {
  const said = spec.sentNames(resource);
  const isChanged =
    /trim|normali|lower|upper|round|mask|hash|encrypt|format|saniti|escape|convert|hidden|secret/i;
  const judged = resource.fields.filter(
    (field) =>
      field.client &&
      (said.size === 0 ? field.type === 'string' : said.has(field.name)) &&
      !spec.isDoubtful(isChanged, [field.name]),
  );
  const probes: Probe[] = [
    {
      quote: spec.quote(['roundtrip', 'create', 'valid'], resource, create),
      again: true,
      run: async (world) => {
        const made = await world.create(resource);
        for (const { name } of judged) {
          const value = made.body[name];
          if (value !== undefined)
            world.checkField(made, resource, name, value, showsField(spec, create, name));
        }
        const read = readOf(spec, resource);
        if (read && made.key !== null) {
          const back = await world.expect('GET', world.pathTo(read.path, made), spec.successOf(read));
          for (const { name } of judged) {
            const value = made.body[name];
            if (value !== undefined)
              world.checkField(back, resource, name, value, showsField(spec, create, name));
          }
        }
        return undefined;
      },
    },
  ];
  const optional = resource.fields.filter(
    (field) => field.client && !field.required && field.fill === undefined && said.has(field.name),
  );
  if (
    optional.length > 0 &&
    !spec.isDoubtful(
      /required|mandatory|default/i,
      optional.map(({ name }) => name),
    )
  )
    probes.push({
      quote: spec.quote(['default', 'optional'], resource, create),
      run: async (world) => {
        const body = world.body(resource);
        const required = Object.fromEntries(
          Object.entries(body).filter(([name]) => !optional.some((field) => field.name === name)),
        );
        const sent = await world.store(resource, create, required);
        for (const field of optional)
          if (field.default !== undefined) world.checkField(sent, resource, field.name, field.default);
        return undefined;
      },
    });
  probes.push(...generatedProbes(spec, resource, create));
  return probes;
}

/** The endpoint that reads one whole record. */
export function readOf(spec: SpecView, resource: Resource): Endpoint | null {
  return (
    spec.model.endpoints.find(
      (one) => one.resource === resource && one.behaviour.kind === 'read' && one.behaviour.view === null,
    ) ?? null
  );
}

/** Whether the spec shows the field in an answer of this endpoint. */
function showsField(spec: SpecView, endpoint: Endpoint, name: string): boolean {
  const entry = spec.study.api.entries.find(
    (one) => one.method === endpoint.method && one.path === endpoint.path,
  );
  return (entry?.examples ?? []).some(
    ({ way, value }) => way === 'response' && typeof value === 'object' && value !== null && name in value,
  );
}

function generatedProbes(spec: SpecView, resource: Resource, create: Endpoint): Probe[] {
  const key = resource.fields.find(({ name }) => name === resource.key);
  if (key === undefined || key.fill === undefined) return [];
  const probes: Probe[] = [];
  const keyOf = (world: World, sent: Awaited<ReturnType<World['create']>>) => {
    const value = recordIn(sent.answer, [key.name])?.[key.name];
    if (value === undefined && showsField(spec, create, key.name))
      throw new Broken(`${shown(sent)} without \`${key.name}\``);
    return value ?? world.random.word(12);
  };
  if (resource.reuse === undefined)
    probes.push({
      quote: spec.quote(['distinct', 'generated'], resource, create),
      again: true,
      run: async (world) => {
        const first = await world.create(resource);
        const repeats =
          resource.unique.length + resource.caps.length === 0 && spec.says(['distinct'], resource);
        const second = repeats ? await world.create(resource, first.body) : await world.create(resource);
        if (keyOf(world, first) === keyOf(world, second))
          throw new Broken(`${shown(second)}: the same \`${key.name}\` as another one`);
        return undefined;
      },
    });
  else {
    const same = resource.reuse;
    probes.push({
      quote: spec.quote(['reuse'], resource, create),
      again: true,
      run: async (world) => {
        const first = await world.create(resource);
        const second = await world.send('POST', create.path, first.body);
        const value = recordIn(first.answer, [key.name])?.[key.name];
        if (typeof value === 'string' || typeof value === 'number')
          world.checkField(second, resource, key.name, value);
        else world.checkField(second, resource, same, first.body[same] ?? null);
        return undefined;
      },
    });
  }
  const length = key.codeLength;
  if (
    length !== undefined &&
    new RegExp(`\\b${length}[- ](?:random )?(?:characters?|chars?|letters)`).test(spec.source)
  )
    probes.push({
      quote: spec.quote(['generated'], resource, create),
      run: async (world) => {
        const made = await world.create(resource);
        const value = recordIn(made.answer, [key.name])?.[key.name];
        if (typeof value === 'string' && value.length !== length)
          throw new Broken(`${shown(made)}: \`${key.name}\` has ${value.length} characters, not ${length}`);
        return undefined;
      },
    });
  return probes;
}
