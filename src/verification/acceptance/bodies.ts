import type { JsonObject, Resource } from '../../spec-model/model/service-model.ts';
import type { Random } from '../random.ts';

/** The values the spec shows for the fields of a body; null where it shows none for one that has to be there. */
export function exampleOf(resource: Resource, body: JsonObject): JsonObject | null {
  const shownFields = resource.fields.filter(({ name }) => name in body);
  if (shownFields.some(({ required, example }) => required && (example === undefined || example === null)))
    return null;
  return Object.fromEntries(
    shownFields.flatMap(({ name, example }) => (example === undefined ? [] : [[name, example]])),
  );
}

/** Another key of the same form: its last signs exchanged, letters for letters of the same case, digits for digits. */
export function ofSameForm(key: string, random: Random): string {
  const letters = /^[0-9a-f-]*$/i.test(key) ? 5 : 25;
  const drawn = [...key.slice(-8)].map((sign) => {
    if (/\d/.test(sign)) return String(random.between(1, 9));
    if (/[a-z]/.test(sign)) return String.fromCharCode(97 + random.between(0, letters));
    return /[A-Z]/.test(sign) ? String.fromCharCode(65 + random.between(0, letters)) : sign;
  });
  return `${key.slice(0, -8)}${drawn.join('')}`;
}

/** A drawn text in a body that nothing else holds; null where it has none. */
export function markerOf(resource: Resource, body: JsonObject): string | null {
  for (const field of resource.fields) {
    const value = body[field.name];
    if (field.oneOf || !['string', 'url', 'email'].includes(field.type)) continue;
    if (typeof value === 'string' && value.length >= 6) return value;
  }
  return null;
}
