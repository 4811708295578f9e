import { createServer, request, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { io, type Socket } from 'socket.io-client';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { type BoardGateway, createBoardGateway } from '../../src/board/board-gateway.ts';
import { CoordinatorBoardFeed } from '../../src/board/coordinator-board-feed.ts';
import type { BoardDelta, BoardSnapshot, BoardToServer, ServerToBoard } from '../../src/contracts/board.ts';
import { realClock } from '../../src/coordinator/real-clock.ts';
import { silentLog } from '../../src/log.ts';
import { blockOf, ScriptedLine, serviceState } from './scripted-line.ts';

type Client = Socket<ServerToBoard, BoardToServer> & { snapshots: BoardSnapshot[]; deltas: BoardDelta[] };

let line: ScriptedLine;
let feed: CoordinatorBoardFeed;
let server: Server;
let gateway: BoardGateway;
let port: number;
const clients: Client[] = [];

beforeEach(async () => {
  line = new ScriptedLine();
  line.commit(serviceState('a'));
  feed = new CoordinatorBoardFeed({
    views: line.views(),
    coordinator: line,
    signals: line.signals,
    clock: realClock,
    epoch: 'run-1',
  });
  server = createServer((_request, response) => response.writeHead(204).end());
  gateway = createBoardGateway({
    server,
    feed,
    log: silentLog,
    allowedHosts: [],
    allowedOrigins: [],
    mostWaiting: 4,
  });
  await new Promise<void>((done) => server.listen(0, '127.0.0.1', done));
  port = addressOf(server).port;
});

afterEach(async () => {
  for (const client of clients.splice(0)) client.disconnect();
  await gateway.close();
  feed.close();
  server.closeAllConnections();
  await new Promise((done) => server.close(done));
});

function addressOf(of: Server): AddressInfo {
  const address = of.address();
  if (address === null || typeof address === 'string') throw new Error('not listening on a port');
  return address;
}

function connect(headers: Record<string, string> = {}): Client {
  const socket: Socket<ServerToBoard, BoardToServer> = io(`http://127.0.0.1:${port}`, {
    transports: ['websocket'],
    extraHeaders: headers,
    forceNew: true,
    reconnection: false,
  });
  const client = Object.assign(socket, { snapshots: [] as BoardSnapshot[], deltas: [] as BoardDelta[] });
  client.on('snapshot', (snapshot) => client.snapshots.push(snapshot));
  client.on('delta', (delta) => client.deltas.push(delta));
  clients.push(client);
  return client;
}

const soon = { timeout: 10_000, interval: 10 };

describe('the board gateway', () => {
  it('sends a snapshot on connect and then each change once', async () => {
    const client = connect();
    await expect.poll(() => client.snapshots, soon).toMatchObject([{ n: 0, services: [{ name: 'a' }] }]);
    line.commit(serviceState('a', 'build.working'));
    await expect
      .poll(() => client.deltas, soon)
      .toMatchObject([{ n: 1, services: [{ state: 'build.working' }] }]);
  });

  it('answers a catch-up with the deltas that were missed', async () => {
    const client = connect();
    await expect.poll(() => client.snapshots.length, soon).toBe(1);
    line.commit(serviceState('b'));
    await expect.poll(() => client.deltas.length, soon).toBe(1);
    expect(await client.emitWithAck('catchUp', { epoch: 'run-1', n: 0 })).toEqual(client.deltas);
  });

  it('answers a catch-up that is out of reach with null and a snapshot', async () => {
    const client = connect();
    await expect.poll(() => client.snapshots.length, soon).toBe(1);
    expect(await client.emitWithAck('catchUp', { epoch: 'another', n: 0 })).toBeNull();
    await expect.poll(() => client.snapshots.length, soon).toBe(2);
  });

  it('refuses pages of another origin over websocket and over polling', async () => {
    const client = connect({ origin: 'http://127.0.0.1:1' });
    const refused = await new Promise((done) => client.on('connect_error', () => done(true)));
    expect(refused).toBe(true);
    const status = await new Promise((done) => {
      const path = '/socket.io/?EIO=4&transport=polling';
      request({ port, host: '127.0.0.1', path, headers: { host: 'evil.example' } }, (response) =>
        done(response.resume().statusCode),
      ).end();
    });
    expect(status).toBe(403);
  });

  it('ignores messages that are not in the contract', async () => {
    const client = connect();
    await expect.poll(() => client.snapshots.length, soon).toBe(1);
    client.send('ServicePaused');
    Reflect.apply(client.emit, client, ['catchUp', { epoch: 4 }]);
    Reflect.apply(client.emit, client, ['catchUp']);
    line.commit(serviceState('b'));
    await expect.poll(() => client.deltas.length, soon).toBe(1);
  });

  it('closes a board that asks without end', async () => {
    const client = connect();
    await expect.poll(() => client.snapshots.length, soon).toBe(1);
    for (let n = 0; n < 40; n += 1) client.emit('catchUp', { epoch: 'run-1', n: 0 }, () => {});
    await expect.poll(() => client.connected, soon).toBe(false);
  });

  it('puts a board that does not read off to a snapshot and lets the others go on', async () => {
    const slow = connect();
    const quick = connect();
    await expect.poll(() => slow.snapshots.length + quick.snapshots.length, soon).toBe(2);
    const slowWire = tcpOf(slow);
    slowWire.pause();
    const sentence = 'x'.repeat(500_000);
    for (let round = 1; round <= 40; round += 1) {
      const block = blockOf(`${round} ${sentence}`);
      line.commit(serviceState('a', 'blocked', { block }));
      await expect.poll(() => quick.deltas.at(-1)?.n, soon).toBe(round);
    }
    slowWire.resume();
    await expect.poll(() => slow.snapshots.at(-1)?.n, soon).toBe(40);
    expect(slow.deltas.length).toBeLessThan(40);
    line.commit(serviceState('a', 'shipped'));
    await expect.poll(() => slow.deltas.at(-1)?.n, soon).toBe(41);
  });
});

type Wire = { pause(): void; resume(): void };

// The client has no public way to stop reading; its `ws` socket has.
function tcpOf(client: Client): Wire {
  const transport: unknown = client.io.engine.transport;
  const ws: unknown = Reflect.get(Object(transport), 'ws');
  const wire: unknown = Reflect.get(Object(ws), '_socket');
  if (!isWire(wire)) throw new Error('the client has no socket to pause');
  return wire;
}

function isWire(wire: unknown): wire is Wire {
  return typeof wire === 'object' && wire !== null && 'pause' in wire && 'resume' in wire;
}
