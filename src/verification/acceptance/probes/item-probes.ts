import type { Endpoint, JsonObject, Resource } from '../../../spec-model/model/service-model.ts';
import { drawValue } from '../draw.ts';
import { Broken, LeftOpen, type Probe } from '../probe.ts';
import type { SpecView } from '../spec-view.ts';
import { isSuccess, shown, type World } from '../world.ts';
import { readOf } from './create-probes.ts';
import { placeOf } from './list-probes.ts';

/** That records are changed and deleted one by one, are gone then, and that what is not there is not found. */
export function itemProbes(spec: SpecView, resource: Resource): Probe[] {
  return spec.model.endpoints
    .filter((one) => one.resource === resource)
    .flatMap((endpoint) => [
      ...itemProbe(spec, resource, endpoint),
      ...missingProbe(spec, resource, endpoint),
    ]);
}

function itemProbe(spec: SpecView, resource: Resource, endpoint: Endpoint): Probe[] {
  const { kind } = endpoint.behaviour;
  if (kind === 'delete')
    return spec.isDoubtful(/delet|remov|archiv/i) ? [] : [deleteProbe(spec, resource, endpoint)];
  if (kind === 'change' || kind === 'replace')
    return spec.isDoubtful(/chang|updat|edit|replac|immutable|modif/i)
      ? []
      : [changeProbe(spec, resource, endpoint)];
  return [];
}

function deleteProbe(spec: SpecView, resource: Resource, endpoint: Endpoint): Probe {
  const read =
    readOf(spec, resource) ??
    spec.model.endpoints.find((one) => one.resource === resource && one.behaviour.kind === 'redirect');
  const list = spec.model.endpoints.find((one) => one.resource === resource && one.behaviour.kind === 'list');
  return {
    quote: spec.quote(['delete'], resource, endpoint),
    again: true,
    run: async (world) => {
      const made = await world.create(resource);
      const kept = await world.create(resource);
      const gone = await world.expect('DELETE', world.pathTo(endpoint.path, made), spec.successOf(endpoint));
      if (read) {
        const after = await world.send('GET', world.pathTo(read.path, made));
        if (spec.says404(read) ? after.answer.status !== 404 : isSuccess(after.answer.status))
          throw new Broken(`after ${shown(gone)}, ${shown(after)}${spec.says404(read) ? ', not 404' : ''}`);
        await world.expect('GET', world.pathTo(read.path, kept), spec.successOf(read));
      }
      if (list) {
        const seen = await world.expect('GET', list.path, spec.successOf(list));
        if (placeOf(seen, resource, made) >= 0)
          throw new Broken(`after ${shown(gone)}, ${shown(seen)}, which still holds it`);
      }
      return undefined;
    },
  };
}

function changeProbe(spec: SpecView, resource: Resource, endpoint: Endpoint): Probe {
  const said = spec.sentNames(resource);
  const isWhole = endpoint.behaviour.kind === 'replace';
  const editable = resource.fields.filter(
    (field) =>
      field.client && field.fill === undefined && field.name !== resource.key && said.has(field.name),
  );
  const target = editable.find((field) => field.required) ?? editable[0];
  return {
    quote: spec.quote([`field:${target?.name ?? ''}`, 'update'], resource, endpoint),
    again: true,
    run: async (world) => {
      if (!target) throw new LeftOpen('nothing is said to be changed');
      const made = await world.create(resource);
      const value = drawValue(target, world.random);
      if (value === undefined) throw new LeftOpen('no other value is known');
      const whole = Object.fromEntries(
        Object.entries(world.body(resource)).filter(([name]) => name !== resource.key),
      );
      const body: JsonObject = isWhole ? { ...whole, [target.name]: value } : { [target.name]: value };
      const path = world.pathTo(endpoint.path, made);
      const sent = await world.send(endpoint.method, path, body);
      if (!isSuccess(sent.answer.status) && spec.doubts.length > 0)
        throw new LeftOpen('its rules are not all understood');
      const allowed = spec.successOf(endpoint);
      if (allowed.size > 0 ? !allowed.has(sent.answer.status) : !isSuccess(sent.answer.status))
        throw new Broken(`${shown(sent)}, not ${allowed.size > 0 ? [...allowed].join(' or ') : '2xx'}`);
      world.checkField(sent, resource, target.name, value);
      const read = readOf(spec, resource);
      if (!read) return undefined;
      const back = await world.expect('GET', world.pathTo(read.path, made), spec.successOf(read));
      world.checkField(back, resource, target.name, value);
      if (!isWhole) world.checkKept(made, back, resource, [target.name]);
      return undefined;
    },
  };
}

/** Actions, redirects and plain reads of a key that nothing has. */
function missingProbe(spec: SpecView, resource: Resource, endpoint: Endpoint): Probe[] {
  if (!/:\w+/.test(endpoint.path) || !spec.says404(endpoint)) return [];
  return [
    {
      quote: spec.quote([`notFound:${endpoint.method} ${endpoint.path}`, 'notFound'], resource, endpoint),
      again: true,
      run: async (world: World) => {
        const made = await world.create(resource);
        const unknown = world.unknownKey(resource, made.key);
        const query =
          endpoint.behaviour.kind === 'evaluate' ? `?${endpoint.behaviour.user}=${world.random.word(7)}` : '';
        const hasBody = endpoint.method === 'PUT' || endpoint.method === 'PATCH';
        const body = Object.fromEntries(
          Object.entries(world.body(resource)).filter(([name]) => name !== resource.key),
        );
        const path = endpoint.path.replace(/:\w+/, unknown) + query;
        await world.expect(endpoint.method, path, new Set([404]), hasBody ? body : undefined);
        return undefined;
      },
    },
  ];
}
