import { type Example, examplesIn } from '../examples.ts';
import { Broken, type Probe } from '../probe.ts';
import type { SpecView } from '../spec-view.ts';
import { statedRange } from '../stated-range.ts';
import { isSuccess, shown } from '../world.ts';

const drawnRequests = 5;

/** Any number of a stated range is taken where an example of it is, and not only those that the examples show. */
export function rangeProbes(spec: SpecView): Probe[] {
  const examples = examplesIn(spec).filter(
    ({ method, path, status }) =>
      method === 'GET' &&
      (status === null || isSuccess(status)) &&
      !spec.resources().some(({ name }) => path.split('/').includes(name)),
  );
  const known = new Set(examplesIn(spec).map(({ line }) => line));
  const tried = new Set<string>();
  return examples.flatMap((example) =>
    example.query.flatMap(([name]): Probe[] => {
      const place = `${example.path}?${name}`;
      const range = statedRange(spec, name);
      if (!range || tried.has(place) || spec.isRuleDoubtful(name, new Set([...known, range.line]))) return [];
      tried.add(place);
      return [rangeProbe(spec, example, name, range)];
    }),
  );
}

function rangeProbe(
  spec: SpecView,
  { path, query }: Example,
  name: string,
  { min, max, line }: { readonly min: number; readonly max: number; readonly line: number },
): Probe {
  return {
    quote: { line, text: spec.source.split('\n')[line - 1]?.replace(/^[\s|*+-]+|[\s|]+$/g, '') ?? name },
    again: true,
    run: async (world) => {
      for (const value of [
        min,
        max,
        ...Array.from({ length: drawnRequests }, () => world.random.between(min, max)),
      ]) {
        const search = new URLSearchParams({ ...Object.fromEntries(query), [name]: String(value) });
        const sent = await world.send('GET', `${path}?${search}`);
        const { status } = sent.answer;
        if (status === 400 || status === 422 || status >= 500)
          throw new Broken(`${shown(sent)}, although \`${name}\` may be ${min} to ${max}`);
      }
      return undefined;
    },
  };
}
