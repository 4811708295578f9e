import { readFieldText } from '../spec/field-text.ts';
import type { Constraints, Field, Json, Resource } from './service-model.ts';

/** Adds what a phrase says to a field; returns the sentence of a contradiction, or null. */
export function constrain(field: Field, said: Constraints, resource: Resource, line: number): string | null {
  for (const name of ['minLength', 'maxLength', 'min', 'max', 'pattern'] as const) {
    const [was, is] = [field[name], said[name]];
    if (was !== undefined && is !== undefined && was !== is)
      return `\`${field.name}\` has ${name} ${was} in one place and ${is} in another`;
  }
  if (said.type !== undefined && typeof field.example !== 'boolean') {
    const loose =
      field.type === 'string' ||
      (field.type === 'number' && said.type === 'integer') ||
      (field.type === 'integer' && said.type === 'number');
    if (loose) field.type = said.type;
  }
  if (said.minLength !== undefined) field.minLength = said.minLength;
  if (said.maxLength !== undefined) field.maxLength = said.maxLength;
  if (said.min !== undefined) field.min = said.min;
  if (said.max !== undefined) field.max = said.max;
  if (said.above !== undefined) field.above = said.above;
  if (said.pattern !== undefined) field.pattern = said.pattern;
  if (said.oneOf !== undefined) field.oneOf = said.oneOf;
  if (said.default !== undefined) {
    field.default = said.default;
    field.required = false;
  }
  if (said.required !== undefined && field.client) {
    field.required = said.required;
    field.isRequiredSaid = true;
  }
  if (said.length !== undefined) field.codeLength = said.length;
  if (said.serverSet) fillByName(field, resource, true);
  if (
    said.unique &&
    field.name !== 'id' &&
    !resource.unique.some((rule) => rule.fields.join() === field.name)
  )
    resource.unique.push({ fields: [field.name], ignoreCase: false, status: 409, line });
  return null;
}

/** How the service fills a field that no client sends; false when its name does not say. */
export function fillByName(field: Field, resource: Resource, keepClient = false): boolean {
  const name = field.name.toLowerCase().replace(/_/g, '');
  if (!keepClient) {
    field.client = false;
    field.required = false;
  }
  if (name === 'id') field.fill = 'id';
  else if (field.name === resource.key) field.fill = 'code';
  else if (/^(?:createdat|created|addedat|postedat|submittedat|loggedat|signedat|timestamp)$/.test(name))
    field.fill = 'created';
  else if (/^(?:updatedat|modifiedat|lastmodified|changedat)$/.test(name)) field.fill = 'updated';
  else if (
    /^(?:hits|visits|clicks|views|votes|likes|upvotes|downvotes|count|uses|score)$|(?:count|hits|clicks|visits)$/.test(
      name,
    )
  )
    field.fill = 'zero';
  if (field.fill === 'created' || field.fill === 'updated') field.type = 'datetime';
  if (field.fill === 'zero') field.type = 'integer';
  if (field.fill !== undefined && field.fill !== 'code') {
    field.client = false;
    field.required = false;
  }
  return field.fill !== undefined;
}

/** A field a client may send, as one line of the spec describes it. */
export function fieldFromText(
  name: string,
  text: string,
  line: number,
): { field: Field; said: Constraints; rest: string } {
  const { constraints, rest } = readFieldText(text);
  const field: Field = { name, line, type: constraints.type ?? 'string', required: false, client: true };
  return { field, said: constraints, rest };
}

/** The type a value of an example has. */
export function typeOfExample(value: Json): Field['type'] {
  if (typeof value === 'boolean') return 'boolean';
  if (typeof value === 'number') return Number.isInteger(value) ? 'integer' : 'number';
  if (Array.isArray(value)) return 'strings';
  if (typeof value === 'object' && value !== null) return 'object';
  if (typeof value !== 'string') return 'string';
  const named = readFieldText(value).constraints.type;
  if (
    named &&
    /^(?:string|text|integer|int|number|float|boolean|bool|url|email|date|datetime|timestamp)$/i.test(value)
  )
    return named;
  if (/^\d{4}-\d\d-\d\dT/.test(value)) return 'datetime';
  if (/^\d{4}-\d\d-\d\d$/.test(value)) return 'date';
  if (/^https?:\/\//.test(value)) return 'url';
  if (/^[^@\s]+@[^@\s]+\.[^@\s]+$/.test(value)) return 'email';
  return 'string';
}
