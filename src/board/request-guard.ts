import type { IncomingHttpHeaders } from 'node:http';

const LOOPBACK = new Set(['localhost', '127.0.0.1', '[::1]']);

export type GuardOptions = {
  /** Hosts beside the loopback names under which the board is reached: `build-box` or `build-box:8900`. */
  readonly allowedHosts: readonly string[];
  /** Origins beside the board's own whose pages may connect: `http://localhost:5173`. */
  readonly allowedOrigins: readonly string[];
};

/**
 * Says why a connection is refused, or null. The Host must be known (a page that rebinds its DNS name to us is not), and
 * a page must come from the very host and port it connects to: released services live on the same machine, and other
 * ports of it are not trusted.
 */
export function refusal(headers: IncomingHttpHeaders, options: GuardOptions): string | null {
  const host = headers.host?.toLowerCase();
  if (!host || !isKnown(host, options.allowedHosts)) {
    return `the host ${host ?? '(none)'} is not one Andon answers for; add it to allowedHosts in andon.yaml`;
  }
  const { origin } = headers;
  if (origin !== undefined) {
    if (options.allowedOrigins.includes(origin) || hostOf(origin) === host) return null;
    return `pages of ${origin} may not connect to the board`;
  }
  const site = headers['sec-fetch-site'];
  if (headers.upgrade === undefined && site !== undefined && site !== 'same-origin' && site !== 'none') {
    return 'pages of another origin may not connect to the board';
  }
  return null;
}

function isKnown(host: string, allowed: readonly string[]): boolean {
  const name = host.replace(/:\d+$/, '');
  return LOOPBACK.has(name) || allowed.some((known) => [host, name].includes(known.toLowerCase()));
}

function hostOf(origin: string): string | null {
  return URL.canParse(origin) ? new URL(origin).host : null;
}
