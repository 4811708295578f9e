import { isIP } from 'node:net';

const everywhere = new Map([
  ['0.0.0.0', '127.0.0.1'],
  ['::', '::1'],
]);

/**
 * The names that go without saying for a server that listens on `host`: the very address. A name that somebody else
 * resolves has to be allowed by the user.
 */
export function ownNames(host: string): string[] {
  return isIP(host) > 0 && !everywhere.has(host) ? [nameIn(host)] : [];
}

/** How this machine itself calls a server that listens on `host`, as it stands in a URL. */
export function reachedAt(host: string): string {
  return nameIn(everywhere.get(host) ?? host);
}

function nameIn(host: string): string {
  return isIP(host) === 6 ? `[${host}]` : host;
}
