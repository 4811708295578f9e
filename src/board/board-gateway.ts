import type { Server as HttpServer } from 'node:http';
import { type Namespace, Server, type Socket } from 'socket.io';
import { z } from 'zod';
import type { BoardDelta, BoardToServer, ServerToBoard } from '../contracts/board.ts';
import type { LogWatcherToServer, ServerToLogWatcher } from '../contracts/logs.ts';
import type { Log } from '../log.ts';
import type { BoardFeed } from './board-feed.port.ts';
import { type LogWatching, serveLogs } from './log-gateway.ts';
import { type GuardOptions, refusal } from './request-guard.ts';

/** Boards in this room get every delta; the others wait for a snapshot. */
const LIVE = 'live';
const MOST_MESSAGES = 30;
const MESSAGES_PER_MS = 10_000;

const catchUpRequest = z.object({ epoch: z.string().max(100), n: z.number().int() });

export type BoardGatewayOptions = GuardOptions & {
  readonly server: HttpServer;
  readonly feed: BoardFeed;
  readonly log: Log;
  /** Whether a reader that is not on loopback may read, by the token it shows. Default: nobody. */
  readonly mayRead?: (token: string) => boolean;
  /** The logs boards may watch, in the namespace `/logs`; without it they read them. */
  readonly logs?: LogWatching;
  /** Deltas that may wait for one slow board before it is put off to a snapshot. */
  readonly mostWaiting?: number;
};

export type BoardGateway = {
  /** Boards connected now. */
  clients(): number;
  /** Closes the sockets; the http server stays its owner's. */
  close(): Promise<void>;
};

type BoardSocket = Socket<BoardToServer, ServerToBoard>;

/** Serves the feed to boards: a snapshot on connect, then each delta once. It is read-only; nothing a board says changes the line. */
export function createBoardGateway(options: BoardGatewayOptions): BoardGateway {
  const { feed, log } = options;
  const mostWaiting = options.mostWaiting ?? 64;
  const waiting = new Map<BoardSocket, number>();
  const io = new Server<BoardToServer, ServerToBoard>({
    path: '/socket.io',
    serveClient: false,
    transports: ['websocket', 'polling'],
    maxHttpBufferSize: 64 * 1024,
    pingInterval: 10_000,
    pingTimeout: 10_000,
    allowRequest: (request, answer) => {
      const why = refusal(request.headers, options);
      if (why) log.warn({ why }, 'a board connection was refused');
      answer(why, why === null);
    },
  });

  const mayRead = (socket: Socket, next: (error?: Error) => void) => {
    const token: unknown = socket.handshake.auth.token;
    if (isLoopback(socket.request.socket.remoteAddress)) return next();
    if (typeof token === 'string' && options.mayRead?.(token)) return next();
    next(new Error('reading the board from another machine needs a board token'));
  };
  io.use(mayRead);
  const stopLogs = options.logs ? watchedLogs(io, mayRead, options.logs) : () => {};

  const goLive = (socket: BoardSocket) => {
    socket.emit('snapshot', feed.snapshot());
    waiting.set(socket, 0);
    void socket.join(LIVE);
  };

  io.on('connection', (socket) => {
    goLive(socket);
    socket.conn.on('drain', () => {
      waiting.set(socket, 0);
      if (socket.connected && !socket.rooms.has(LIVE)) goLive(socket);
    });
    limitMessages(socket);
    socket.on('catchUp', (from, answer) => {
      const request = catchUpRequest.safeParse(from);
      if (!request.success || typeof answer !== 'function') return;
      const deltas = feed.since(request.data.epoch, request.data.n);
      answer(deltas);
      if (deltas === null) socket.emit('snapshot', feed.snapshot());
    });
    socket.on('disconnect', () => waiting.delete(socket));
  });

  // A board that reads slower than the line moves would make us hold all it has not read.
  const putOffSlow = () => {
    for (const [socket, count] of waiting) {
      if (count < mostWaiting) waiting.set(socket, count + 1);
      else void socket.leave(LIVE);
    }
  };

  const stop = feed.onDelta((delta: BoardDelta) => {
    putOffSlow();
    io.to(LIVE).emit('delta', delta);
  });

  io.attach(options.server);
  return {
    clients: () => io.engine.clientsCount,
    close: async () => {
      stop();
      stopLogs();
      // Closed transports, not goodbyes: a board that is told goodbye does not come back by itself.
      io.engine.close();
    },
  };
}

function watchedLogs(
  io: Pick<Server, 'of'>,
  mayRead: (socket: Socket, next: (error?: Error) => void) => void,
  logs: LogWatching,
): () => void {
  const namespace: Namespace<LogWatcherToServer, ServerToLogWatcher> = io.of('/logs');
  namespace.use(mayRead);
  namespace.on('connection', limitMessages);
  return serveLogs(namespace, logs);
}

function limitMessages(socket: Pick<Socket, 'use' | 'disconnect'>): void {
  let count = 0;
  let from = 0;
  socket.use((_message, next) => {
    const now = performance.now();
    if (now - from > MESSAGES_PER_MS) {
      from = now;
      count = 0;
    }
    count += 1;
    if (count > MOST_MESSAGES) socket.disconnect(true);
    else next();
  });
}

function isLoopback(address: string | undefined): boolean {
  if (!address) return true;
  return address === '::1' || address.startsWith('127.') || address.startsWith('::ffff:127.');
}
