import type { Endpoint, Field, Resource } from '../../../spec-model/model/service-model.ts';
import { LeftOpen, type Probe } from '../probe.ts';
import type { Quote, SpecView } from '../spec-view.ts';
import { codesIn, escaped } from '../spec-words.ts';

/** "A voucher whose `uses` have reached its `limit` is refused with 409": what counts, and the field that holds how far. */
export type CounterLimit = { readonly limit: Field; readonly status: number; readonly quote: Quote };

/** Times that a probe does what is limited, at most. */
const mostTimes = 5;

/** The field up to which a counter may be counted, where the spec says it in these words; null where it does not. */
export function limitOf(spec: SpecView, resource: Resource, counter: string): CounterLimit | null {
  for (const { clause } of spec.study.statements) {
    const said = new RegExp(
      `\`${escaped(counter)}\` (?:has|have|had|is|are)? ?(?:already )?(?:reached|reach|reaches|equals?|equal to) (?:its |the |their )?\`(\\w+)\``,
    ).exec(clause.text);
    if (!said || !/\b(?:refus\w*|reject\w*|answered|returns?|answers?)\b/i.test(clause.text)) continue;
    if (/\b(?:not|unless|except|only)\b/i.test(clause.text)) continue;
    const limit = resource.fields.find(({ name }) => name === said[1]);
    const [status, other] = codesIn(clause.text).filter((code) => code >= 400 && code < 500);
    if (!limit?.client || status === undefined || other !== undefined) continue;
    if (limit.type === 'integer' || limit.type === 'number')
      return { limit, status, quote: { line: clause.line, text: clause.text } };
  }
  return null;
}

/** What counts up to a limit is done as often as the limit says, and refused from then on. */
export function limitProbes(spec: SpecView, resource: Resource, action: Endpoint, counter: string): Probe[] {
  const rule = limitOf(spec, resource, counter);
  if (!rule) return [];
  return [
    {
      quote: rule.quote,
      again: true,
      run: async (world) => {
        const low = Math.max(1, Math.ceil(rule.limit.min ?? 1));
        const high = Math.min(mostTimes, rule.limit.max ?? mostTimes);
        if (low > high) throw new LeftOpen('it is too much to count');
        const times = world.random.between(low, high);
        const made = await world.create(resource, { [rule.limit.name]: times });
        const path = world.pathTo(action.path, made);
        for (let count = 0; count < times; count++)
          await world.expect(action.method, path, spec.successOf(action));
        await world.expect(action.method, path, new Set([rule.status]));
        await world.expect(action.method, path, new Set([rule.status]));
        return undefined;
      },
    },
  ];
}

/** Actions whose line says "increments `uses`", where nothing else is known of what they do. */
export function countingActions(spec: SpecView, resource: Resource): Endpoint[] {
  return spec.study.api.entries.flatMap((entry) => {
    const { method, path, line, fields, query, notes } = entry;
    const parts = path.split('/');
    const isAction =
      method === 'POST' && parts.length === 4 && parts[1] === resource.name && parts[2]?.startsWith(':');
    const isKnown = spec.model.endpoints.some((one) => one.method === method && one.path === path);
    if (!isAction || isKnown || fields.length > 0 || query.length > 0) return [];
    const said = notes.flatMap(({ text }) => [
      ...text.matchAll(/\bincre(?:ments|ases) `(\w+)`(?: by (\w+))?/gi),
    ]);
    const [only, other] = said;
    const field = resource.fields.find(({ name }) => name === only?.[1]);
    if (other || !field || field.client || !/^(?:one|1|undefined)$/.test(String(only?.[2]))) return [];
    const behaviour = { kind: 'increment', field: field.name, by: 1 } as const;
    return [{ method, path, line, resource, behaviour, status: 200 }];
  });
}
