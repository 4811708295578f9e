import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { Socket } from 'node:net';
import { type Duplex, pipeline } from 'node:stream';
import { messageOf } from '../errors.ts';
import type { AllowedHost } from './allow-list.ts';
import { connectTo, Refusal, type Target } from './connect-to.ts';
import { forwardRequest } from './forward-request.ts';

export type RegistryProxyOptions = {
  readonly allowed: readonly AllowedHost[];
  /** The user's own proxy variables. */
  readonly env: Readonly<Record<string, string>>;
  /** A unix socket, or any free port of the loopback. */
  readonly listen: { readonly path: string } | 'loopback';
};

/** What was seen of the network from outside the sandbox, one sentence each. */
export type NetworkSeen = {
  readonly refused: ReadonlySet<string>;
  readonly unreachable: ReadonlySet<string>;
};

export type RegistryProxy = {
  /** `http://127.0.0.1:<port>`; null on a unix socket. */
  readonly url: string | null;
  readonly seen: NetworkSeen;
  close(): Promise<void>;
};

const dialMs = 20_000;

/**
 * An HTTP proxy that leads to the allowed hosts alone. It resolves names itself, once, and connects to what it looked at.
 * An encrypted connection is passed on unread: who is behind an allowed name is that name's owner's matter.
 */
export async function openRegistryProxy(options: RegistryProxyOptions): Promise<RegistryProxy> {
  const { allowed, env, listen } = options;
  const refused = new Set<string>();
  const unreachable = new Set<string>();
  const sockets = new Set<Duplex>();
  const track = <S extends Duplex>(socket: S): S => {
    sockets.add(socket);
    socket.on('error', () => socket.destroy());
    socket.once('close', () => sockets.delete(socket));
    return socket;
  };

  /** The status to answer with; what was in the way is remembered. */
  const trouble = (error: unknown, target: Target): { status: number; text: string } => {
    if (error instanceof Refusal) {
      refused.add(error.message);
      return { status: 403, text: error.message };
    }
    const text = `${target.host}:${target.port} cannot be reached: ${messageOf(error)}`;
    unreachable.add(text);
    return { status: 502, text };
  };

  const tunnel = async (target: Target, client: Duplex, head: Buffer) => {
    try {
      const far = track(await connectTo(target, { allowed, env, withinMs: dialMs }));
      client.write('HTTP/1.1 200 Connection established\r\n\r\n');
      far.write(head);
      pipeline(client, far, client, () => undefined);
    } catch (error) {
      const { status, text } = trouble(error, target);
      client.end(`HTTP/1.1 ${status} ${status === 403 ? 'Forbidden' : 'Bad Gateway'}\r\n\r\n${text}\n`);
    }
  };

  const forward = async (url: URL, from: IncomingMessage, to: ServerResponse) => {
    const target = { host: url.hostname, port: Number(url.port || 80), secure: false };
    const fail = (error: unknown) => {
      const { status, text } = trouble(error, target);
      if (to.headersSent) to.destroy();
      else to.writeHead(status, { 'content-type': 'text/plain' }).end(`${text}\n`);
    };
    try {
      const far = await forwardRequest(url, from, { allowed, env, withinMs: dialMs });
      far.on('socket', track);
      far.on('timeout', () => far.destroy(new Error('no answer')));
      far.on('error', fail);
      far.on('response', (response) => {
        to.writeHead(response.statusCode ?? 502, response.headers);
        pipeline(response, to, () => undefined);
      });
      pipeline(from, far, (error) => error && far.destroy());
    } catch (error) {
      fail(error);
    }
  };

  const server = createServer((from, to) => {
    const text = from.url ?? '';
    if (URL.canParse(text) && text.startsWith('http://')) return void forward(new URL(text), from, to);
    to.writeHead(400).end('this is a proxy\n');
  });
  server.on('connection', (socket: Socket) => track(socket));
  server.on('connect', (from: IncomingMessage, client: Duplex, head: Buffer) => {
    const target = authority(from.url ?? '');
    if (target) return void tunnel(target, client, head);
    client.end('HTTP/1.1 400 Bad Request\r\n\r\n');
  });
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    if (listen === 'loopback') server.listen(0, '127.0.0.1', resolve);
    else server.listen(listen.path, resolve);
  });
  const address = server.address();
  return {
    url: typeof address === 'object' && address ? `http://127.0.0.1:${address.port}` : null,
    seen: { refused, unreachable },
    close: async () => {
      for (const socket of sockets) socket.destroy();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}

function authority(text: string): Target | null {
  const [, host, port] = /^(\[[^\]]+\]|[^:/@]+):(\d{1,5})$/.exec(text) ?? [];
  return host && port ? { host, port: Number(port), secure: true } : null;
}
