import { plainHost } from './allow-list.ts';

/**
 * The proxy that this machine's user reaches a host through, by the usual variables in either case; null where it is
 * reached directly. `NO_PROXY` holds names with everything below them, with a port or without, or `*`.
 */
export function upstreamProxy(
  env: Readonly<Record<string, string>>,
  target: { readonly secure: boolean; readonly host: string; readonly port: number },
): URL | null {
  const named = target.secure ? (env.https_proxy ?? env.HTTPS_PROXY) : (env.http_proxy ?? env.HTTP_PROXY);
  if (!named || isDirect(env.no_proxy ?? env.NO_PROXY ?? '', target)) return null;
  const text = named.includes('://') ? named : `http://${named}`;
  return URL.canParse(text) ? new URL(text) : null;
}

function isDirect(list: string, target: { readonly host: string; readonly port: number }): boolean {
  const host = plainHost(target.host);
  return list
    .split(/[\s,]+/)
    .filter((entry) => entry !== '')
    .some((entry) => {
      if (entry === '*') return true;
      const [, name = entry, port] = /^(.*?)(?::(\d+))?$/.exec(entry) ?? [];
      if (port && Number(port) !== target.port) return false;
      const suffix = plainHost(name.replace(/^\*?\./, ''));
      return host === suffix || host.endsWith(`.${suffix}`);
    });
}

/** The header with the login in a proxy's URL; nothing without one. */
export function authorization(proxy: URL): { 'proxy-authorization'?: string } {
  if (!proxy.username) return {};
  const login = `${decodeURIComponent(proxy.username)}:${decodeURIComponent(proxy.password)}`;
  return { 'proxy-authorization': `Basic ${Buffer.from(login).toString('base64')}` };
}
