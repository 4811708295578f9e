import type { Endpoint, Resource } from '../../spec-model/model/service-model.ts';
import type { SpecStudy } from '../../spec-model/read-spec.ts';
import { endpointPattern, splitPath } from '../../spec-model/spec/api-reader.ts';
import { isObject } from '../../spec-model/spec/examples.ts';

/** An endpoint as a spec names it. */
export type Named = Pick<Endpoint, 'method' | 'path'>;

/** Names of fields that a spec itself says a client sends. */
export function sentNames({ api }: SpecStudy, resource: Resource): ReadonlySet<string> {
  const names = new Set<string>();
  for (const entry of api.entries) {
    if (!entry.path.includes(`/${resource.name}`)) continue;
    if (!['POST', 'PUT', 'PATCH'].includes(entry.method)) continue;
    for (const field of entry.fields) if (field.source !== 'response') names.add(field.name);
    for (const example of entry.examples)
      if (example.way === 'request' && isObject(example.value))
        for (const name of Object.keys(example.value)) names.add(name);
  }
  for (const field of api.fields) names.add(field.name);
  return names;
}

/** The body that a spec shows for an endpoint; null where it shows none. */
export function requestExample(
  { api }: SpecStudy,
  endpoint: Named,
): Readonly<Record<string, unknown>> | null {
  const entry = api.entries.find((one) => one.method === endpoint.method && one.path === endpoint.path);
  const example = entry?.examples.find((one) => one.way === 'request' && isObject(one.value));
  return example && isObject(example.value) ? example.value : null;
}

/** Lines of a spec where an endpoint is named, with the captions of examples under its heading. */
export function linesAbout(source: string, endpoint: Named): string[] {
  const found: string[] = [];
  let isOpen = false;
  for (const line of source.split('\n')) {
    const named = [...line.matchAll(new RegExp(endpointPattern.source, 'g'))];
    if (named.length > 0) {
      isOpen =
        named.length === 1 &&
        named[0]?.[1] === endpoint.method &&
        splitPath(named[0][2] ?? '/').path === endpoint.path;
      if (isOpen) found.push(line);
    } else if (/^#/.test(line)) isOpen = false;
    else if (isOpen && /^\W*(?:example )?(?:response|returns?|answers?|success)\b/i.test(line))
      found.push(line);
  }
  return found;
}
