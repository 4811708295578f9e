import type { Endpoint, Field, Json, JsonObject, Resource, ServiceModel } from './service-model.ts';
import { humanise } from './words.ts';

/** A value the field takes; another `n` gives another value wherever the field has more than one. */
export function sampleValue(field: Field, n: number): Json {
  if (field.oneOf) return field.oneOf[n % field.oneOf.length] ?? null;
  switch (field.type) {
    case 'boolean':
      return false;
    case 'integer':
    case 'number': {
      const low =
        field.min ??
        (field.above === undefined ? undefined : field.above + 1) ??
        (field.max !== undefined ? Math.min(1, field.max) : 1);
      const high = field.max ?? low + 1_000;
      return low + (n % (Math.floor(high - low) + 1));
    }
    case 'url':
      return `https://example.com/page-${n}`;
    case 'email':
      return `reader${n}@example.com`;
    case 'date':
      return `2026-05-${String((n % 28) + 1).padStart(2, '0')}`;
    case 'datetime':
      return `2026-05-01T09:30:${String(n % 60).padStart(2, '0')}.000Z`;
    case 'strings':
      return [`reader-${n}`];
    case 'object':
      return { n };
    default:
      return sampleText(field, n);
  }
}

function sampleText(field: Field, n: number): string {
  const word = humanise(field.name);
  const [least, most] = [field.minLength ?? 0, field.maxLength ?? 200];
  const candidates = [
    `${word.charAt(0).toUpperCase()}${word.slice(1)} ${n}`,
    `${word.replace(/ /g, '-')}-${n}`,
    `${word.replace(/ /g, '')}${n}`,
    `k${n}`,
    String.fromCharCode(97 + (n % 26)),
    String.fromCharCode(65 + (n % 26)).repeat(Math.max(1, least)),
    String.fromCharCode(97 + (n % 26)).repeat(Math.max(1, least)),
    String(n + 1).padStart(Math.max(1, least), '1'),
  ].map((text) => text.padEnd(least, field.pattern ? String.fromCharCode(97 + (n % 26)) : '.'));
  const pattern = field.pattern === undefined ? null : new RegExp(field.pattern, 'u');
  return candidates.find((text) => text.length <= most && (pattern?.test(text) ?? true)) ?? '';
}

/** A body a create takes: every field a client may send, but keys that the service makes itself. */
export function sampleBody(resource: Resource, n: number, changes: JsonObject = {}): JsonObject {
  const body: Record<string, Json> = {};
  for (const field of resource.fields)
    if (field.client && (field.required || field.fill === undefined))
      body[field.name] = sampleValue(field, n);
  return { ...body, ...changes };
}

/** Why samples of a field cannot be made, or null. */
export function sampleProblem(field: Field): string | null {
  if (!field.client || field.type !== 'string' || field.oneOf) return null;
  if (field.pattern !== undefined) {
    try {
      new RegExp(field.pattern, 'u');
    } catch {
      return 'the pattern is not a regular expression';
    }
  }
  return sampleText(field, 1) === '' ? 'no value can be made that fits its pattern and length' : null;
}

export type BadValue = { readonly field: string; readonly value: Json; readonly why: string };

/** Values a field must refuse, each with the rule it breaks. */
export function badValues(field: Field): BadValue[] {
  const bad: BadValue[] = [];
  const add = (value: Json, why: string): void => {
    bad.push({ field: field.name, value, why });
  };
  add(wrongType(field), 'of the wrong type');
  if (field.type === 'url') add('not a url', 'that is no URL');
  if (field.type === 'url') add('ftp://example.com/a', 'with another scheme');
  if (field.type === 'email') add('nobody', 'that is no address');
  if (field.type === 'date') add('2026-02-31', 'that is no day');
  if (field.type === 'datetime') add('yesterday', 'that is no time');
  if (field.oneOf) add('something-else', 'outside the allowed ones');
  if (field.type === 'string' || field.type === 'url') {
    const filler = field.type === 'url' ? 'https://example.com/' : '';
    if (field.minLength !== undefined && field.minLength > 0)
      add('x'.repeat(field.minLength - 1), 'that is too short');
    if (field.maxLength !== undefined)
      add(filler + 'x'.repeat(field.maxLength + 1 - filler.length), 'that is too long');
  }
  if (field.pattern !== undefined && !new RegExp(field.pattern, 'u').test('no way!'))
    add('no way!', 'outside its pattern');
  if (field.min !== undefined) add(field.min - 1, 'that is too small');
  if (field.max !== undefined) add(field.max + 1, 'that is too great');
  if (field.above !== undefined) add(field.above, 'that is not great enough');
  return bad;
}

function wrongType(field: Field): Json {
  return field.type === 'boolean' || field.type === 'integer' || field.type === 'number' ? 'many' : 42;
}

/** Finds an endpoint of a resource by what it does. */
export function endpointOf(
  model: ServiceModel,
  resource: Resource | null,
  kind: Endpoint['behaviour']['kind'],
): Endpoint | null {
  return model.endpoints.find((one) => one.resource === resource && one.behaviour.kind === kind) ?? null;
}
