import type { Field, Resource, ServiceModel } from '../../../../spec-model/model/service-model.ts';
import { pascal } from '../../../../spec-model/model/words.ts';

/** The name of a resource in code: `featureFlag`. */
export function variableOf(resource: Resource): string {
  const name = pascal(resource.singular);
  return name.charAt(0).toLowerCase() + name.slice(1);
}

/** `src/schema.js`: the resources, their fields and rules, as the spec has them. */
export function schemaModule(model: ServiceModel): string {
  return model.resources.map(resourceText).join('\n');
}

function resourceText(resource: Resource): string {
  const rules = resource.unique.map(({ fields, ignoreCase, status }) => ({ fields, ignoreCase, status }));
  const caps = resource.caps.map(({ max, per, status }) => ({ max, per, status }));
  return [
    `/** A ${resource.singular}: its fields, who sets them, and the rules over all of them. */`,
    `export const ${variableOf(resource)} = {`,
    `  name: ${JSON.stringify(resource.name)},`,
    `  singular: ${JSON.stringify(resource.singular)},`,
    `  key: ${JSON.stringify(resource.key)},`,
    '  fields: [',
    ...resource.fields.map((field) => `    ${literal(plainField(field))},`),
    '  ],',
    `  unique: ${literal(rules)},`,
    `  caps: ${literal(caps)},`,
    `  order: ${literal(resource.order)},`,
    `  refuseUnknown: ${resource.refuseUnknown},`,
    '};',
    '',
  ].join('\n');
}

/** A field without what only this driver needs to know. */
export function plainField(field: Field): object {
  const { line: _line, example: _example, isRequiredSaid: _said, ...rest } = field;
  return rest;
}

/** A value as a literal of JavaScript, with names unquoted. */
export function literal(value: unknown): string {
  if (Array.isArray(value)) return `[${value.map(literal).join(', ')}]`;
  if (typeof value === 'object' && value !== null) {
    const members = Object.entries(value)
      .filter(([, member]) => member !== undefined)
      .map(([name, member]) => `${/^[A-Za-z_]\w*$/.test(name) ? name : literal(name)}: ${literal(member)}`);
    return members.length === 0 ? '{}' : `{ ${members.join(', ')} }`;
  }
  if (typeof value === 'string')
    return `'${JSON.stringify(value).slice(1, -1).replace(/\\"/g, '"').replace(/'/g, "\\'")}'`;
  return JSON.stringify(value) ?? 'undefined';
}
