import type { Endpoint, ServiceModel } from '../../../../spec-model/model/service-model.ts';
import { pascal } from '../../../../spec-model/model/words.ts';
import { literal } from './schema-module.ts';

/** `src/routes.js`: which handler answers which method and path. */
export function routesModule(model: ServiceModel): string {
  const rows = model.endpoints.map(
    (one) => `  ${literal({ method: one.method, path: one.path, handler: handlerName(one) })},`,
  );
  return ['/** Every endpoint of the service. */', 'export const routes = [', ...rows, '];', ''].join('\n');
}

/** The name of the function that answers an endpoint: `createLink`. */
export function handlerName(endpoint: Endpoint): string {
  const { behaviour, resource } = endpoint;
  const [one, many] = [pascal(resource?.singular ?? ''), pascal(resource?.name ?? '')];
  const last = pascal(
    endpoint.path
      .split('/')
      .filter((part) => part && !part.startsWith(':'))
      .at(-1) ?? '',
  );
  switch (behaviour.kind) {
    case 'health':
      return 'health';
    case 'list':
      return `list${many}`;
    case 'read':
      return behaviour.view || endpoint.path.split('/').at(-1)?.startsWith(':') === false
        ? `show${one}${last}`
        : `read${one}`;
    case 'set':
    case 'toggle':
    case 'increment':
      return `${last.charAt(0).toLowerCase()}${last.slice(1)}${one}`;
    case 'random':
      return `random${one}`;
    case 'daily':
      return `${one.charAt(0).toLowerCase()}${one.slice(1)}OfTheDay`;
    case 'count':
      return `count${many}${last === pascal(resource?.name ?? '') ? '' : last}`;
    case 'redirect':
      return `redirectTo${one}`;
    default:
      return `${behaviour.kind}${one}`;
  }
}
