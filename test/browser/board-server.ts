import { readFileSync } from 'node:fs';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import { extname, join } from 'node:path';
import { createBoardGateway } from '../../src/board/board-gateway.ts';
import { CoordinatorBoardFeed } from '../../src/board/coordinator-board-feed.ts';
import { realClock } from '../../src/coordinator/real-clock.ts';
import { silentLog } from '../../src/log.ts';
import type { ScriptedLine } from '../board/scripted-line.ts';

const types: Readonly<Record<string, string>> = {
  '.html': 'text/html',
  '.js': 'text/javascript',
  '.css': 'text/css',
  '.svg': 'image/svg+xml',
};
/** The policy the board must work under, that of the server: no script but its own, nothing from elsewhere. */
const policy =
  "default-src 'self'; connect-src 'self' ws:; style-src 'self' 'unsafe-inline'; frame-ancestors 'none'; base-uri 'none'";

export type BoardServer = { readonly port: number; readonly posted: string[]; close(): Promise<void> };

/** What is offered on every service here. */
const offers = [
  { act: 'pause', allowed: true, why: null },
  { act: 'resume', allowed: true, why: null },
  { act: 'retry', allowed: true, why: null },
  { act: 'approve', allowed: false, why: 'No verified change of it waits for production.' },
];

/** A board over a scripted line, with the few API routes the board asks. */
export async function startBoardServer(
  line: ScriptedLine,
  webRoot: string,
  options: { port?: number; epoch: string },
): Promise<BoardServer> {
  const feed = new CoordinatorBoardFeed({
    views: line.views(),
    coordinator: line,
    signals: line.signals,
    clock: realClock,
    epoch: options.epoch,
  });
  const posted: string[] = [];
  const server = createServer((request, response) => answer(request, response, webRoot, posted));
  const gateway = createBoardGateway({ server, feed, log: silentLog, allowedHosts: [], allowedOrigins: [] });
  await new Promise<void>((done) => server.listen(options.port ?? 0, '127.0.0.1', done));
  return {
    port: portOf(server),
    posted,
    close: async () => {
      await gateway.close();
      feed.close();
      server.closeAllConnections();
      await new Promise((done) => server.close(done));
    },
  };
}

function answer(request: IncomingMessage, response: ServerResponse, webRoot: string, posted: string[]): void {
  const { pathname } = new URL(request.url ?? '/', 'http://board');
  if (request.method === 'POST') {
    const allowed = request.headers.authorization === 'Bearer operator-token';
    if (allowed) posted.push(pathname);
    json(
      response,
      allowed ? 200 : 401,
      allowed ? {} : { error: { code: 'TOKEN', message: 'The token is not known.' } },
    );
  } else if (pathname.endsWith('/events')) {
    const event = { type: 'ServicePaused' };
    json(response, 200, { events: [{ seq: 7, at: Date.UTC(2026, 0, 1), event }] });
  } else if (pathname.endsWith('/offers')) {
    json(response, 200, { offers, sessions: [], releases: [] });
  } else if (pathname.startsWith('/api/')) {
    json(response, 404, { error: { code: 'NOT_FOUND', message: 'The scripted line does not have that.' } });
  } else {
    file(response, webRoot, extname(pathname) === '' ? '/index.html' : pathname);
  }
}

function json(response: ServerResponse, status: number, body: unknown): void {
  response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(body));
}

function file(response: ServerResponse, webRoot: string, path: string): void {
  try {
    const type = types[extname(path)] ?? 'application/octet-stream';
    const bytes = readFileSync(join(webRoot, path));
    response.writeHead(200, { 'content-type': type, 'content-security-policy': policy }).end(bytes);
  } catch {
    response.writeHead(404).end();
  }
}

function portOf(server: Server): number {
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('not listening on a port');
  return address.port;
}
