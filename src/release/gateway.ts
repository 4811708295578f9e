import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { Duplex } from 'node:stream';
import { createProxyServer, proxyUpgrade } from 'httpxy';
import type { Clock } from '../coordinator/clock.port.ts';
import { AndonError, messageOf } from '../errors.ts';
import type { Log } from '../log.ts';
import {
  type Answer,
  noAnswer,
  nothingServes,
  refusedHost,
  sendAnswer,
  servicesPage,
  unknownService,
} from './gateway-answers.ts';
import { addressOf, forwardedHeaders, isAllowedHost, prefixedLocation } from './gateway-requests.ts';
import { openRequests } from './open-requests.ts';
import type { Route } from './release.port.ts';
import { pause } from './wait.ts';

export type GatewayService = {
  readonly name: string;
  readonly health: string;
  readonly version: string | null;
};

export type GatewayOptions = {
  readonly host: string;
  /** 0 takes any free port. */
  readonly port: number;
  /** Names beside the loopback ones under which browsers may reach it. */
  readonly hosts?: readonly string[];
  /** `hold`: being changed, wait a moment; `none`: known, but nothing serves; undefined: no such service. */
  readonly route: (name: string) => Route | 'hold' | 'none' | undefined;
  /** Ports Andon itself reserved: nothing else is ever forwarded to. */
  readonly owns: (port: number) => boolean;
  readonly services: () => readonly GatewayService[];
  readonly clock: Clock;
  readonly log: Log;
  /** How long a request waits while its service is being changed. Default 10 s. */
  readonly holdMs?: number;
  /** How long a service may take to begin its answer. Default 2 minutes. */
  readonly answerMs?: number;
};

/** Where released services are reached: `/<name>/…`, on an origin of its own since their code is not trusted. */
export interface Gateway {
  readonly port: number;
  /** Resolves when no request to this port is under way, or after `withinMs`. Upgraded connections do not count. */
  drain(port: number, withinMs: number): Promise<void>;
  close(): Promise<void>;
}

const lookEveryMs = 20;
const heldAtMost = 1_000;
const limits = {
  maxHeaderSize: 16 * 1024,
  headersTimeout: 10_000,
  requestTimeout: 300_000,
  keepAliveTimeout: 5_000,
};

/** Listens; rejects with `CONFIG_INVALID` when the port is taken. */
export async function startGateway(options: GatewayOptions): Promise<Gateway> {
  const { clock, log } = options;
  const underWay = openRequests(clock);
  const sockets = new Set<Duplex>();
  let held = 0;

  /** Where this goes, after waiting out a change. `found` runs in the same tick, before a change can begin. */
  const destination = async (
    name: string,
    gone: () => boolean,
    found: (port: number) => void,
  ): Promise<Route | Answer> => {
    const deadline = clock.monotonic() + (options.holdMs ?? 10_000);
    for (;;) {
      const route = options.route(name);
      if (route === undefined) return unknownService(name);
      if (route !== 'hold') {
        if (route === 'none' || gone() || !options.owns(route.port)) return nothingServes(name);
        found(route.port);
        return route;
      }
      if (gone() || held >= heldAtMost || clock.monotonic() >= deadline) return nothingServes(name);
      held += 1;
      await pause(clock, lookEveryMs);
      held -= 1;
    }
  };

  const proxy = createProxyServer({ agent: false, proxyTimeout: options.answerMs ?? 120_000 });
  proxy.on('proxyRes', (response, request) => {
    delete response.headers.connection;
    delete response.headers['keep-alive'];
    const prefix = request.headers['x-forwarded-prefix'];
    const { location } = response.headers;
    if (location !== undefined && typeof prefix === 'string') {
      response.headers.location = prefixedLocation(location, prefix);
    }
  });
  proxy.on('error', (error, request, response) => {
    log.debug({ reason: error.message, url: request?.url }, 'a service did not answer');
    if (!response || !('writeHead' in response)) response?.destroy();
    else if (response.headersSent) response.destroy();
    else sendAnswer(response, noAnswer(error.message));
  });

  const serve = async (request: IncomingMessage, response: ServerResponse): Promise<void> => {
    if (!isAllowedHost(request.headers.host, options.hosts)) return sendAnswer(response, refusedHost());
    if (request.url === '/' || request.url?.startsWith('/?')) {
      return sendAnswer(response, servicesPage(options.services(), request.headers.accept));
    }
    const address = addressOf(request.url);
    if (!address) return sendAnswer(response, unknownService(request.url ?? ''));
    if (address.bare && (request.method === 'GET' || request.method === 'HEAD')) {
      response.writeHead(308, { location: address.canonical }).end();
      return;
    }
    const found = (port: number) => underWay.until(port, (over) => response.once('close', over));
    const to = await destination(address.name, () => response.destroyed, found);
    if ('status' in to) return sendAnswer(response, to);
    request.headers = forwardedHeaders(request, address);
    request.url = address.rest;
    const target = { host: to.host, port: to.port, protocol: 'http:' };
    await proxy.web(request, response, { target, cookiePathRewrite: { '/': `${address.prefix}/` } });
  };

  const upgrade = async (request: IncomingMessage, socket: Duplex, head: Buffer): Promise<void> => {
    const address = isAllowedHost(request.headers.host, options.hosts) ? addressOf(request.url) : undefined;
    const to =
      address &&
      (await destination(
        address.name,
        () => socket.destroyed,
        () => undefined,
      ));
    if (!address || !to || 'status' in to) {
      const line = to && 'status' in to && to.status === 503 ? '503 Service Unavailable' : '404 Not Found';
      socket.end(`HTTP/1.1 ${line}\r\nconnection: close\r\ncontent-length: 0\r\n\r\n`);
      return;
    }
    request.headers = forwardedHeaders(request, address, 'websocket');
    request.url = address.rest;
    const onward = await proxyUpgrade({ host: to.host, port: to.port }, request, socket, head, {
      xfwd: false,
      upgradeTimeout: 10_000,
    });
    onward.on('error', () => onward.destroy());
    onward.once('close', () => socket.destroy());
    socket.once('close', () => onward.destroy());
  };

  const server = createServer(limits, (request, response) => {
    serve(request, response).catch((error: unknown) => {
      log.warn({ reason: messageOf(error) }, 'gateway request failed');
      if (response.headersSent) response.destroy();
      else sendAnswer(response, noAnswer(messageOf(error)));
    });
  });
  server.on('connection', (socket) => {
    sockets.add(socket);
    socket.once('close', () => sockets.delete(socket));
  });
  server.on('upgrade', (request, socket, head) => {
    socket.on('error', () => socket.destroy());
    upgrade(request, socket, head).catch((error: unknown) => {
      log.debug({ reason: messageOf(error) }, 'a service did not upgrade a connection');
    });
  });

  await listen(server, options);
  const bound = server.address();
  return {
    port: typeof bound === 'object' && bound ? bound.port : options.port,
    drain: underWay.drained,
    close: async () => {
      const closed = new Promise<void>((resolve) => server.close(() => resolve()));
      for (const socket of sockets) socket.destroy();
      await closed;
    },
  };
}

function listen(server: Server, { host, port }: GatewayOptions): Promise<void> {
  return new Promise((resolve, reject) => {
    const refused = (error: NodeJS.ErrnoException) => {
      const taken = `port ${port} on ${host} is taken (is Andon running already?); choose another with ANDON_GATEWAY_PORT`;
      reject(error.code === 'EADDRINUSE' ? new AndonError('CONFIG_INVALID', taken) : error);
    };
    server.once('error', refused);
    server.listen({ host, port }, () => {
      server.off('error', refused);
      resolve();
    });
  });
}
