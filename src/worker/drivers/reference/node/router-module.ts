/** `src/router.js`: from a method and a path to the handler. */
export const routerModule = `import { HttpError } from './http.js';

/**
 * The route for a method and a path. A fixed segment wins over a parameter. HEAD is answered as GET.
 * Throws 404 for an unknown path, 405 with Allow for a method the path does not have.
 */
export function findRoute(routes, method, pathname) {
  const segments = pathname.split('/').filter(Boolean);
  const matching = routes
    .map((route) => ({ ...route, params: match(route.path, segments) }))
    .filter((route) => route.params !== null)
    .sort((a, b) => Object.keys(a.params).length - Object.keys(b.params).length);
  const wanted = method === 'HEAD' ? 'GET' : method;
  const found = matching.find((route) => route.method === wanted);
  if (found) return found;
  if (matching.length === 0) throw new HttpError(404, 'there is nothing at ' + pathname);
  const allow = matching.map((route) => route.method).join(', ');
  throw new HttpError(405, method + ' is not allowed here; allowed: ' + allow, [], { allow });
}

function match(path, segments) {
  const parts = path.split('/').filter(Boolean);
  if (parts.length !== segments.length) return null;
  const params = {};
  for (const [at, part] of parts.entries()) {
    if (part.startsWith(':')) params[part.slice(1)] = decode(segments[at]);
    else if (part !== segments[at]) return null;
  }
  return params;
}

function decode(segment) {
  try {
    return decodeURIComponent(segment);
  } catch {
    throw new HttpError(400, 'the path is not well-formed');
  }
}
`;
