import type { IncomingHttpHeaders } from 'node:http';
import type { FastifyInstance } from 'fastify';
import { AndonError } from '../../errors.ts';

const loopbackNames = new Set(['localhost', '127.0.0.1', '[::1]']);

/**
 * Refuses requests that a page of somebody else may have caused: an unknown Host (DNS rebinding), an Origin that is not
 * the very host and port asked (released services live on other ports of the same machine, and are not trusted), and
 * what the browser itself marks as another site's, except following a link.
 */
export function hostGuard(app: FastifyInstance, allowedHosts: readonly string[]): void {
  const allowed = new Set(allowedHosts.map((host) => host.toLowerCase()));
  app.addHook('onRequest', async (request) => {
    const refused = refusal(request.headers, request.method, allowed);
    if (refused) throw new AndonError('FORBIDDEN', refused);
  });
}

function refusal(
  headers: IncomingHttpHeaders,
  method: string,
  allowed: ReadonlySet<string>,
): string | undefined {
  const host = headers.host?.toLowerCase() ?? '';
  const name = host.replace(/:\d+$/, '');
  if (!loopbackNames.has(name) && !allowed.has(name) && !allowed.has(host)) {
    return `The host "${host}" is not one Andon answers for. Add it to allowedHosts in andon.yaml if it should be.`;
  }
  const { origin } = headers;
  if (origin !== undefined) {
    return URL.canParse(origin) && new URL(origin).host === host
      ? undefined
      : `Pages of ${origin} may not use this API.`;
  }
  const site = headers['sec-fetch-site'];
  if (site === undefined || site === 'same-origin' || site === 'none') return undefined;
  if (method === 'GET' && headers['sec-fetch-mode'] === 'navigate') return undefined;
  return 'Pages of another origin may not use this API.';
}
