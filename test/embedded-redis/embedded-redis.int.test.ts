import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdir, readdir, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, it, onTestFinished } from 'vitest';
import { clientOf, isRunning, pidOf } from './client.ts';
import { startRedis } from './start-redis.ts';
import { temporaryDirectory } from './temporary-directory.ts';

const patience = { timeout: 20_000, interval: 20 };

/** Starts a server from a process of its own, kills that process, and returns the pid of the server left behind. */
async function leaveServerBehind(home: string): Promise<number> {
  const file = fileURLToPath(new URL('./coordinator.ts', import.meta.url));
  const coordinator = spawn(process.execPath, ['--import', 'tsx', file, home], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  await once(coordinator.stdout, 'data');
  coordinator.kill('SIGKILL');
  await once(coordinator, 'close');
  const record: { pid: number } = JSON.parse(await readFile(join(home, 'redis', 'server.json'), 'utf8'));
  onTestFinished(async () => {
    if (await isRunning(record.pid)) process.kill(record.pid, 'SIGKILL');
  });
  return record.pid;
}

describe('the private Redis server', () => {
  it('listens on a socket only this user reaches, and on no port', async () => {
    const { server } = await startRedis();
    expect(server.up).toBe(true);
    const client = clientOf(server);
    expect(await client.ping()).toBe('PONG');
    const info = await client.info();
    expect(info).toMatch(/tcp_port:0\b/);
    expect(info).toMatch(/aof_enabled:1/);
    expect(info).toMatch(/maxmemory_policy:noeviction/);
    if (!('path' in server.connection)) throw new Error('it listens on a socket');
    expect((await stat(join(server.connection.path, '..'))).mode & 0o777).toBe(0o700);
  });

  it('keeps its data over an orderly stop, which leaves no process and no socket', async () => {
    const { server, home } = await startRedis();
    const client = clientOf(server);
    await client.set('fact', 'kept');
    const pid = await pidOf(client);
    client.disconnect();
    await Promise.all([server.close(), server.close()]);
    expect(await isRunning(pid)).toBe(false);
    if (!('path' in server.connection)) throw new Error('it listens on a socket');
    await expect(stat(server.connection.path)).rejects.toMatchObject({ code: 'ENOENT' });

    const again = await startRedis({ home });
    expect(await clientOf(again.server).get('fact')).toBe('kept');
  });

  it('is started again when it is killed, says down and up, and has what was acknowledged', async () => {
    const { server, said } = await startRedis();
    const heard: string[] = [];
    server.onDown(() => heard.push('down'));
    server.onUp(() => heard.push('up'));
    const client = clientOf(server);
    await client.set('fact', 'kept');
    process.kill(await pidOf(client), 'SIGKILL');
    await expect.poll(() => heard, patience).toEqual(['down', 'up']);
    expect(await client.get('fact')).toBe('kept');
    expect(said.join('\n')).toContain('starting it again');
  });

  it('is killed and started again when it lives but does not answer', async () => {
    const { server } = await startRedis();
    const before = await pidOf(clientOf(server));
    const up = new Promise<void>((resolve) => server.onUp(resolve));
    process.kill(before, 'SIGSTOP');
    await up;
    expect(await isRunning(before)).toBe(false);
    expect(await clientOf(server).ping()).toBe('PONG');
  });

  it('is adopted and recorded when its coordinator was killed before it had recorded it', async () => {
    const home = await temporaryDirectory();
    const pid = await leaveServerBehind(home);
    const record = join(home, 'redis', 'server.json');
    await rm(record);
    const { server } = await startRedis({ home });
    expect(await pidOf(clientOf(server))).toBe(pid);
    expect(JSON.parse(await readFile(record, 'utf8'))).toMatchObject({ pid });
  });

  it('is adopted when a killed coordinator left it running', async () => {
    const home = await temporaryDirectory();
    const left = await leaveServerBehind(home);
    const { server, said } = await startRedis({ home });
    expect(await pidOf(clientOf(server))).toBe(left);
    expect(said.join('\n')).toContain(`pid ${left}`);
    await server.close();
    expect(await isRunning(left)).toBe(false);
  });

  it('replaces a server left behind that hangs', async () => {
    const home = await temporaryDirectory();
    const left = await leaveServerBehind(home);
    process.kill(left, 'SIGSTOP');
    const { server } = await startRedis({ home });
    expect(server.up).toBe(true);
    expect(await pidOf(clientOf(server))).not.toBe(left);
    expect(await isRunning(left)).toBe(false);
  });

  it('replaces a server left behind whose data directory was removed', async () => {
    const home = await temporaryDirectory();
    const left = await leaveServerBehind(home);
    await rm(join(home, 'redis'), { recursive: true });
    const { server } = await startRedis({ home });
    expect(await pidOf(clientOf(server))).not.toBe(left);
    await expect.poll(() => isRunning(left), patience).toBe(false);
  });

  it('starts over a stale socket and the record of a dead process', async () => {
    const home = await temporaryDirectory();
    const left = await leaveServerBehind(home);
    process.kill(left, 'SIGKILL');
    await expect.poll(() => isRunning(left), patience).toBe(false);
    const { server } = await startRedis({ home });
    expect(server.up).toBe(true);
  });

  it('reads a log whose tail a power cut tore off', async () => {
    const { server, home } = await startRedis();
    const client = clientOf(server);
    await client.set('first', 'kept');
    await client.set('last', 'x'.repeat(100));
    await server.close();
    const directory = join(home, 'redis', 'appendonlydir');
    const log = (await readdir(directory)).find((name) => name.endsWith('.incr.aof')) ?? '';
    const bytes = await readFile(join(directory, log));
    await writeFile(join(directory, log), bytes.subarray(0, bytes.length - 50));

    const again = await startRedis({ home });
    expect(await clientOf(again.server).mget('first', 'last')).toEqual(['kept', null]);
  });

  it('goes on without a server that cannot start, says why once, and can be closed', async () => {
    const { server, said } = await startRedis({
      binary: { path: '/nonexistent/redis-server', env: {}, version: '7.0.0' },
    });
    expect(server.up).toBe(false);
    expect(said.join('\n')).toContain('/nonexistent/redis-server cannot be run');
    expect(server.problem).toContain('/nonexistent/redis-server cannot be run');
    await server.close();
  });

  it('refuses a runtime directory too long for a socket', async () => {
    const home = join(await temporaryDirectory(), 'x'.repeat(120));
    await mkdir(join(home, 'inner'), { recursive: true });
    await expect(startRedis({ home: join(home, 'inner') })).rejects.toMatchObject({
      code: 'CONFIG_INVALID',
    });
  });
});
