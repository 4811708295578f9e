import { lookup } from 'node:dns/promises';
import { request } from 'node:http';
import { request as secureRequest } from 'node:https';
import { connect, type Socket } from 'node:net';
import { type AllowedHost, allowing, plainHost } from './allow-list.ts';
import { isPrivateAddress } from './private-address.ts';
import { authorization, upstreamProxy } from './upstream-proxy.ts';

export type Target = { readonly host: string; readonly port: number; readonly secure: boolean };

/** A host that is not to be reached; its message is for whoever wrote the lock file. */
export class Refusal extends Error {
  static ofHost({ host, port }: Target): Refusal {
    return new Refusal(
      `${plainHost(host)}:${port} is no package registry of this machine; the service's andon.yaml may name it under install.network`,
    );
  }
}

/**
 * A connection to an allowed host, through the user's own proxy where there is one for it. Rejects with a `Refusal` for
 * what may not be reached, with the network's error for what cannot be.
 */
export async function connectTo(
  target: Target,
  options: {
    readonly allowed: readonly AllowedHost[];
    readonly env: Readonly<Record<string, string>>;
    readonly withinMs: number;
  },
): Promise<Socket> {
  if (!allowing(options.allowed, target.host, target.port)) throw Refusal.ofHost(target);
  const upstream = upstreamProxy(options.env, target);
  if (upstream) return throughProxy(upstream, target, options.withinMs);
  const addresses = await resolveAllowed(target, options.allowed);
  return direct(addresses, target.port, options.withinMs);
}

/** The addresses of an allowed host. Rejects with a `Refusal` where one of them is private and it is no registry. */
async function resolveAllowed(target: Target, list: readonly AllowedHost[]) {
  const allowed = allowing(list, target.host, target.port);
  if (!allowed) throw Refusal.ofHost(target);
  const addresses = await lookup(allowed.host, { all: true, order: 'verbatim' });
  const inside = allowed.registry ? undefined : addresses.find(({ address }) => isPrivateAddress(address));
  if (inside) {
    throw new Refusal(
      `${allowed.host} is at the private address ${inside.address}, where an install may reach configured registries only`,
    );
  }
  return addresses;
}

function direct(
  addresses: readonly { address: string; family: number }[],
  port: number,
  withinMs: number,
): Promise<Socket> {
  return new Promise((resolve, reject) => {
    const socket = connect({
      // What was looked at is what is connected to: a name may change its address between two questions.
      host: 'resolved.invalid',
      port,
      lookup: (_host, asked, answer) => {
        const [first] = addresses;
        if (asked.all) answer(null, [...addresses]);
        else answer(null, first?.address ?? '', first?.family);
      },
    });
    socket.setTimeout(withinMs, () => socket.destroy(new Error('no answer')));
    socket.once('error', reject);
    socket.once('connect', () => {
      socket.setTimeout(0);
      socket.off('error', reject);
      resolve(socket);
    });
  });
}

function throughProxy(proxy: URL, target: Target, withinMs: number): Promise<Socket> {
  const secure = proxy.protocol === 'https:';
  const authority = `${target.host}:${target.port}`;
  return new Promise((resolve, reject) => {
    const asked = (secure ? secureRequest : request)({
      method: 'CONNECT',
      host: proxy.hostname,
      port: proxy.port || (secure ? 443 : 80),
      path: authority,
      headers: { host: authority, ...authorization(proxy) },
      timeout: withinMs,
      agent: false,
    });
    asked.on('timeout', () => asked.destroy(new Error(`the proxy ${proxy.host} does not answer`)));
    asked.on('error', reject);
    asked.on('response', (response) => {
      response.resume();
      reject(new Error(`the proxy ${proxy.host} answers ${response.statusCode}`));
    });
    asked.on('connect', (response, socket, head) => {
      if (response.statusCode !== 200) {
        socket.destroy();
        return reject(new Error(`the proxy ${proxy.host} answers ${response.statusCode}`));
      }
      socket.setTimeout(0);
      if (head.length > 0) socket.unshift(head);
      resolve(socket);
    });
    asked.end();
  });
}
