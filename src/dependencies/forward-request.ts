import { type ClientRequest, type IncomingMessage, request } from 'node:http';
import { request as secureRequest } from 'node:https';
import { type AllowedHost, allowing } from './allow-list.ts';
import { connectTo, Refusal } from './connect-to.ts';
import { authorization, upstreamProxy } from './upstream-proxy.ts';

const hopByHop = ['proxy-connection', 'proxy-authorization', 'connection', 'keep-alive', 'upgrade', 'te'];

/**
 * The request a client made to a proxy for a plain `http:` address, as it goes on: to the host itself or to the user's
 * own proxy. Its body is still to be sent. Rejects as `connectTo` does.
 */
export async function forwardRequest(
  url: URL,
  from: Pick<IncomingMessage, 'method' | 'headers'>,
  options: {
    readonly allowed: readonly AllowedHost[];
    readonly env: Readonly<Record<string, string>>;
    readonly withinMs: number;
  },
): Promise<ClientRequest> {
  const target = { host: url.hostname, port: Number(url.port || 80), secure: false };
  if (!allowing(options.allowed, target.host, target.port)) throw Refusal.ofHost(target);
  const headers = Object.fromEntries(
    Object.entries(from.headers).filter(([name]) => !hopByHop.includes(name)),
  );
  const common = { method: from.method, timeout: options.withinMs } as const;
  const upstream = upstreamProxy(options.env, target);
  if (upstream) {
    const secure = upstream.protocol === 'https:';
    return (secure ? secureRequest : request)({
      ...common,
      agent: false,
      host: upstream.hostname,
      port: upstream.port || (secure ? 443 : 80),
      path: url.href,
      headers: { ...headers, ...authorization(upstream) },
    });
  }
  const socket = await connectTo(target, options);
  return request({
    ...common,
    createConnection: () => socket,
    path: `${url.pathname}${url.search}`,
    headers: { ...headers, connection: 'close' },
    setHost: false,
  });
}
