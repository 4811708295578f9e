import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { connect, createServer, type Server, type Socket } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { FaultProxy } from './fault-proxy.ts';

/** A client that remembers what it heard and whether it was let go of. */
function client(port: number) {
  const socket = connect(port, '127.0.0.1');
  const seen = { text: '', gone: false };
  socket.setEncoding('utf8');
  socket.on('data', (text) => {
    seen.text += text;
  });
  socket.on('error', () => undefined);
  socket.on('close', () => {
    seen.gone = true;
  });
  return { socket, seen };
}

describe('the fault proxy', () => {
  let echo: Server;
  let proxy: FaultProxy;
  const behind = new Set<Socket>();
  const clients: Socket[] = [];
  const dial = () => {
    const made = client(proxy.port);
    clients.push(made.socket);
    return made;
  };

  beforeEach(async () => {
    echo = createServer((socket) => {
      behind.add(socket);
      socket.on('error', () => undefined).on('close', () => behind.delete(socket));
      socket.pipe(socket);
    }).listen(0, '127.0.0.1');
    await once(echo, 'listening');
    const address = echo.address();
    const port = typeof address === 'object' && address ? address.port : 0;
    proxy = await FaultProxy.open(() => ({ port }));
  });
  afterEach(async () => {
    for (const socket of clients.splice(0)) socket.destroy();
    await proxy.close();
    for (const socket of behind) socket.destroy();
    echo.close();
  });

  it('passes what both sides say, and the end of it', async () => {
    const { socket, seen } = dial();
    socket.write('hello');
    await expect.poll(() => seen.text).toBe('hello');
    socket.end(' and goodbye');
    await expect.poll(() => seen).toEqual({ text: 'hello and goodbye', gone: true });
    await expect.poll(() => proxy.open).toBe(0);
    expect(proxy.counts).toMatchObject({ accepted: 1, cut: 0, swallowed: 0, bytes: 2 * 17 });
  });

  it('delays without losing the order', async () => {
    const { socket, seen } = dial();
    proxy.delay(150);
    socket.write('one ');
    await expect.poll(() => proxy.counts.delayed).toBe(1);
    expect(seen.text).toBe('');
    proxy.pass();
    socket.write('two');
    await expect.poll(() => seen.text).toBe('one two');
    expect(proxy.counts.bytes).toBe(2 * 7);
  });

  it('cuts what is open, on both sides, and lets new connections in', async () => {
    const { socket, seen } = dial();
    socket.write('x');
    await expect.poll(() => seen.text).toBe('x');
    proxy.cut();
    await expect.poll(() => seen.gone && behind.size === 0).toBe(true);
    const again = dial();
    again.socket.write('y');
    await expect.poll(() => again.seen.text).toBe('y');
    expect(proxy.counts).toMatchObject({ accepted: 2, cut: 1 });
  });

  it('makes black holes of what is open, tells nobody, and serves new connections', async () => {
    const old = dial();
    old.socket.write('before');
    await expect.poll(() => old.seen.text).toBe('before');
    proxy.halfOpen();
    old.socket.write('lost');
    await expect.poll(() => proxy.counts.swallowed).toBe(4);
    const fresh = dial();
    fresh.socket.write('new');
    await expect.poll(() => fresh.seen.text).toBe('new');
    proxy.pass();
    old.socket.write('lost too');
    await expect.poll(() => proxy.counts.swallowed).toBe(12);
    expect(old.seen).toEqual({ text: 'before', gone: false });
    old.socket.destroy();
    await expect.poll(() => old.seen.gone).toBe(true);
    expect(behind.size).toBe(2);
  });

  it('refuses what is new while it is told to, and leaves what is open alone', async () => {
    const old = dial();
    old.socket.write('a');
    await expect.poll(() => old.seen.text).toBe('a');
    proxy.refuse();
    const refused = dial();
    await expect.poll(() => refused.seen.gone).toBe(true);
    old.socket.write('b');
    await expect.poll(() => old.seen.text).toBe('ab');
    proxy.pass();
    const later = dial();
    later.socket.write('c');
    await expect.poll(() => later.seen.text).toBe('c');
    expect(proxy.counts).toMatchObject({ accepted: 2, refused: 1 });
  });

  it('leads to a unix socket too, and cuts it', async () => {
    const directory = mkdtempSync(join(tmpdir(), 'andon-proxy-'));
    const path = join(directory, 'echo.sock');
    const local = createServer((socket) => socket.on('error', () => undefined).pipe(socket)).listen(path);
    await once(local, 'listening');
    const way = await FaultProxy.open(() => ({ path }));
    const { socket, seen } = client(way.port);
    socket.write('hello');
    await expect.poll(() => seen.text).toBe('hello');
    way.cut();
    await expect.poll(() => seen.gone).toBe(true);
    await way.close();
    local.close();
    rmSync(directory, { recursive: true });
  });

  it('drops a connection whose other end is not there', async () => {
    echo.close();
    for (const socket of behind) socket.destroy();
    const { seen } = dial();
    await expect.poll(() => seen.gone).toBe(true);
    await expect.poll(() => proxy.open).toBe(0);
  });
});
