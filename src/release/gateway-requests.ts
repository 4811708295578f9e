import type { IncomingHttpHeaders, IncomingMessage } from 'node:http';

/** A request target taken apart: `/quotes/random?n=1` is `random?n=1` of the service `quotes`. */
export type Address = {
  readonly name: string;
  readonly prefix: string;
  /** What the service sees, always beginning with `/`. */
  readonly rest: string;
  /** `/quotes` without a slash: relative links of the service would go astray from there. */
  readonly bare: boolean;
  readonly canonical: string;
};

const loopback = new Set(['localhost', '127.0.0.1', '[::1]']);

/** undefined when the target names no service or is not a plain path. */
export function addressOf(url: string | string[] | undefined): Address | undefined {
  if (typeof url !== 'string') return undefined;
  const match = /^\/([^/?#]+)(\/[^?#]*)?(\?[^#]*)?$/.exec(url);
  if (!match?.[1]) return undefined;
  const [, segment, path, query = ''] = match;
  const name = decoded(segment);
  if (name === undefined) return undefined;
  const prefix = `/${segment}`;
  const bare = path === undefined;
  return { name, prefix, rest: `${path ?? '/'}${query}`, bare, canonical: `${prefix}/${query}` };
}

/** Whether a browser may be here under this name: a page elsewhere that points its own name at us may not. */
export function isAllowedHost(header: string | undefined, hosts: readonly string[] = []): boolean {
  if (header === undefined) return false;
  const name = header.replace(/:\d{1,5}$/, '').toLowerCase();
  return loopback.has(name) || hosts.some((host) => host.toLowerCase() === name);
}

/**
 * The headers as the service gets them: nothing that is between two neighbours only, and no word of the client's on
 * where it comes from.
 */
export function forwardedHeaders(
  request: IncomingMessage,
  address: Address,
  upgrade?: 'websocket',
): IncomingHttpHeaders {
  const hopByHop = new Set(['connection', 'keep-alive', 'te', 'trailer', 'upgrade', 'expect', 'forwarded']);
  for (const token of (request.headers.connection ?? '').split(',')) hopByHop.add(token.trim().toLowerCase());
  const headers: IncomingHttpHeaders = {};
  for (const [key, value] of Object.entries(request.headers)) {
    if (hopByHop.has(key) || key.startsWith('proxy-') || key.startsWith('x-forwarded-')) continue;
    headers[key] = value;
  }
  headers['x-forwarded-for'] = request.socket.remoteAddress ?? '';
  headers['x-forwarded-host'] = request.headers.host ?? '';
  headers['x-forwarded-proto'] = 'http';
  headers['x-forwarded-prefix'] = address.prefix;
  if (upgrade) {
    headers.connection = 'Upgrade';
    headers.upgrade = upgrade;
  }
  return headers;
}

/** A service that knows nothing of its prefix redirects to `/x`; the browser has to go to `/<name>/x`. */
export function prefixedLocation(location: string, prefix: string): string {
  const ofThePath = location.startsWith('/') && !location.startsWith('//');
  if (!ofThePath || location === prefix || location.startsWith(`${prefix}/`)) return location;
  return prefix + location;
}

function decoded(segment: string | undefined): string | undefined {
  try {
    return segment === undefined ? undefined : decodeURIComponent(segment);
  } catch {
    return undefined;
  }
}
