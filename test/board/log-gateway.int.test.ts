import { createServer, type Server } from 'node:http';
import { io, type Socket } from 'socket.io-client';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { type BoardGateway, createBoardGateway } from '../../src/board/board-gateway.ts';
import { CoordinatorBoardFeed } from '../../src/board/coordinator-board-feed.ts';
import type {
  LogLines,
  LogWatcherToServer,
  ServerToLogWatcher,
  WatchAnswer,
} from '../../src/contracts/logs.ts';
import { realClock } from '../../src/coordinator/real-clock.ts';
import { silentLog } from '../../src/log.ts';
import { MemoryLogBook } from '../../src/logs/memory-log-book.ts';
import { ScriptedLine } from './scripted-line.ts';

type Watcher = Socket<ServerToLogWatcher, LogWatcherToServer>;

const soon = { timeout: 10_000, interval: 10 };

describe('logs that are watched', () => {
  let book: MemoryLogBook;
  let feed: CoordinatorBoardFeed;
  let server: Server;
  let gateway: BoardGateway;
  let pulled: string[];
  const sockets: Watcher[] = [];

  beforeEach(async () => {
    const line = new ScriptedLine();
    book = new MemoryLogBook(realClock, 100_000);
    pulled = [];
    feed = new CoordinatorBoardFeed({
      ...{ views: line.views(), coordinator: line, signals: line.signals, clock: realClock, epoch: 'run-1' },
    });
    server = createServer((_request, response) => response.writeHead(204).end());
    gateway = createBoardGateway({
      ...{ server, feed, log: silentLog, allowedHosts: [], allowedOrigins: [] },
      logs: {
        book,
        known: (service) => service.startsWith('id-'),
        pull: async (service) => void pulled.push(service),
      },
    });
    await new Promise<void>((done) => server.listen(0, '127.0.0.1', done));
  });

  afterEach(async () => {
    for (const socket of sockets.splice(0)) socket.disconnect();
    await gateway.close();
    feed.close();
    server.closeAllConnections();
    await new Promise((done) => server.close(done));
  });

  function connect(): Watcher {
    const address = server.address();
    const port = typeof address === 'object' ? address?.port : 0;
    const socket: Watcher = io(`http://127.0.0.1:${port}/logs`, {
      transports: ['websocket'],
      forceNew: true,
    });
    sockets.push(socket);
    return socket;
  }

  const watch = (socket: Watcher, service: string, after: number) =>
    new Promise<WatchAnswer>((done) => socket.emit('watchLog', { service, after }, done));
  const numbers = (batches: readonly LogLines[]) => batches.flatMap(({ lines }) => lines.map(({ n }) => n));

  it('that cannot be read are refused to who wants to watch them, and nobody else is troubled', async () => {
    const page = book.page.bind(book);
    book.page = () => Promise.reject(new Error('EIO: i/o error'));
    const socket = connect();
    expect(await watch(socket, 'id-a', 0)).toEqual({ refused: 'The log cannot be read now: EIO: i/o error' });
    book.page = page;
    expect(await watch(socket, 'id-a', 0)).toEqual({ first: 1, last: 0 });
  });

  it('come to those who watch them, each line once, from the number they know on', async () => {
    book.append('id-a', 'ada', 'one\ntwo');
    const socket = connect();
    const got: LogLines[] = [];
    socket.on('logLines', (lines, taken) => {
      got.push(lines);
      taken();
    });
    expect(await watch(socket, 'id-a', 1)).toEqual({ first: 1, last: 2 });
    await expect.poll(() => numbers(got), soon).toEqual([2]);
    for (let n = 3; n <= 40; n += 1) book.append('id-a', 'ada', String(n));
    book.append('id-b', 'ada', 'not watched');
    await expect.poll(() => numbers(got), soon).toEqual(Array.from({ length: 39 }, (_, i) => i + 2));
    expect(got.at(-1)).toMatchObject({ service: 'id-a', first: 1, last: 40 });
    socket.emit('unwatchLog', { service: 'id-a' });
    expect(await watch(socket, 'id-b', 0)).toEqual({ first: 1, last: 1 });
    book.append('id-a', 'ada', 'nobody watches');
    await expect.poll(() => got.at(-1)?.service, soon).toBe('id-b');
    expect(numbers(got).filter((n) => n > 40)).toEqual([]);
  });

  it('wait until the last batch was taken; of what comes faster only the newest is sent', async () => {
    const socket = connect();
    const got: LogLines[] = [];
    const takes: (() => void)[] = [];
    socket.on('logLines', (lines, taken) => {
      got.push(lines);
      takes.push(taken);
    });
    await watch(socket, 'id-a', 0);
    book.append('id-a', 'ada', '1');
    await expect.poll(() => got.length, soon).toBe(1);
    for (let n = 2; n <= 3_000; n += 1) book.append('id-a', 'ada', String(n));
    await expect.poll(() => pulled.length, soon).toBeGreaterThan(0);
    expect(got).toHaveLength(1);
    takes[0]?.();
    await expect.poll(() => got.length, soon).toBe(2);
    expect(got[1]).toMatchObject({ first: 1, last: 3_000 });
    expect(numbers(got.slice(1))).toEqual(Array.from({ length: 500 }, (_, i) => 2_501 + i));
  });

  it('begin at their end for one who knows numbers of a log that is gone', async () => {
    book.append('id-a', 'ada', 'one');
    const socket = connect();
    const got: LogLines[] = [];
    socket.on('logLines', (lines, taken) => {
      got.push(lines);
      taken();
    });
    expect(await watch(socket, 'id-a', 900)).toEqual({ first: 1, last: 1 });
    book.append('id-a', 'ada', 'two');
    await expect.poll(() => numbers(got), soon).toEqual([2]);
  });

  it('have an end: a service nobody knows, too many at once, and what is no question', async () => {
    const socket = connect();
    expect(await watch(socket, 'nobody', 0)).toEqual({ refused: expect.stringContaining('no such service') });
    for (let n = 1; n <= 8; n += 1) expect(await watch(socket, `id-${n}`, 0)).toMatchObject({ last: 0 });
    expect(await watch(socket, 'id-9', 0)).toEqual({ refused: expect.stringContaining('Too many') });
    expect(await watch(socket, 'id-1', 0)).toMatchObject({ last: 0 });
    Reflect.apply(socket.emit, socket, ['watchLog', { service: 4 }]);
    Reflect.apply(socket.emit, socket, ['unwatchLog']);
    for (let n = 0; n < 40; n += 1) socket.emit('unwatchLog', { service: 'id-1' });
    await expect.poll(() => socket.connected, soon).toBe(false);
  });
});
