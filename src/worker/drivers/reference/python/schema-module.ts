import type { Resource, ServiceModel } from '../../../../spec-model/model/service-model.ts';
import { handlerName } from '../node/routes-module.ts';
import { plainField } from '../node/schema-module.ts';
import { literal, snake } from './literal.ts';

/** The name of a resource in code: `FEATURE_FLAG`. */
export function constantOf(resource: Resource): string {
  return resource.singular.replace(/[^A-Za-z0-9]+/g, '_').toUpperCase();
}

/** `src/schema.py`: the resources, their fields and rules, as the spec has them. */
export function schemaModule(model: ServiceModel): string {
  const parts = model.resources.map((resource) => {
    const rules = resource.unique.map(({ fields, ignoreCase, status }) => ({ fields, ignoreCase, status }));
    const caps = resource.caps.map(({ max, per, status }) => ({ max, per, status }));
    return [
      `${constantOf(resource)} = {`,
      `    "name": ${literal(resource.name)},`,
      `    "singular": ${literal(resource.singular)},`,
      `    "key": ${literal(resource.key)},`,
      '    "fields": [',
      ...resource.fields.map((field) => `        ${literal(plainField(field))},`),
      '    ],',
      `    "unique": ${literal(rules)},`,
      `    "caps": ${literal(caps)},`,
      `    "order": ${literal(resource.order)},`,
      `    "refuse_unknown": ${literal(resource.refuseUnknown)},`,
      '}',
      '',
    ].join('\n');
  });
  return ['"""The resources, their fields and rules, as the spec has them."""', '', ...parts].join('\n');
}

/** `src/routes.py`: which handler answers which method and path. */
export function routesModule(model: ServiceModel): string {
  const rows = model.endpoints.map(
    (one) => `    (${literal(one.method)}, ${literal(one.path)}, ${literal(snake(handlerName(one)))}),`,
  );
  return [
    '"""Every endpoint of the service: method, path, handler."""',
    '',
    'ROUTES = [',
    ...rows,
    ']',
    '',
  ].join('\n');
}
