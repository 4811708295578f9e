import { mkdirSync, readdirSync, statSync, truncateSync } from 'node:fs';
import { connect } from 'node:net';
import { join } from 'node:path';
import type { Line } from '../e2e/support/line.ts';
import { isRunning, type Started, start } from '../e2e/support/processes.ts';
import { until } from '../e2e/support/until.ts';
import type { Address } from './fault-proxy.ts';

/** The Redis of a rig, whoever starts it. */
export type RedisUnderFault = {
  /** True when the coordinator runs it and starts it again by itself. */
  readonly embedded: boolean;
  address(): Address;
  pid(): number;
  /** Starts it where it does not run; the embedded one is left to its coordinator. */
  revive(): Promise<void>;
  /** One command, answered with the first line that comes back. */
  command(text: string): Promise<string>;
  /** Takes so many bytes from the end of its log; only while it does not run. Resolves with how many went. */
  cutTail(bytes: number): number;
  stop(): Promise<void>;
};

const answerMs = 3_000;

function ask(address: Address, text: string): Promise<string> {
  return new Promise((answer, fail) => {
    const socket = connect({ ...address }, () => socket.write(`${text}\r\n`));
    let said = '';
    socket.setTimeout(answerMs, () => socket.destroy(new Error(`Redis does not answer ${text}`)));
    socket.setEncoding('utf8');
    socket.on('data', (chunk: string) => {
      said += chunk;
      // A bulk string comes whole or not yet; everything else is one line.
      const bulk = /^\$(\d+)\r\n/.exec(said);
      if (bulk ? said.length < bulk[0].length + Number(bulk[1]) : !said.includes('\r\n')) return;
      socket.destroy();
      answer(said.trim());
    });
    socket.on('error', fail);
    socket.on('close', () => fail(new Error(`Redis let go of ${text}`)));
  });
}

function cutLog(directory: string, bytes: number): number {
  const logs = join(directory, 'appendonlydir');
  const newest = readdirSync(logs)
    .filter((name) => name.endsWith('.incr.aof'))
    .map((name) => join(logs, name))
    .sort((a, b) => statSync(b).mtimeMs - statSync(a).mtimeMs)[0];
  if (!newest) return 0;
  const size = statSync(newest).size;
  truncateSync(newest, Math.max(0, size - bytes));
  return Math.min(bytes, size);
}

/** A Redis of the user's own on a port of 127.0.0.1, with its log in `directory`. */
export function ownRedis(directory: string, port: number): RedisUnderFault {
  mkdirSync(directory, { recursive: true });
  let server: Started | undefined;
  const address = { port };
  const settings = {
    port: String(port),
    bind: '127.0.0.1',
    dir: directory,
    save: '',
    appendonly: 'yes',
    appendfsync: 'everysec',
    'maxmemory-policy': 'noeviction',
  };
  const argv = Object.entries(settings).flatMap(([name, value]) => [`--${name}`, value]);
  return {
    embedded: false,
    address: () => address,
    pid: () => server?.pid ?? 0,
    async revive() {
      if (server && isRunning(server.pid)) return;
      server = start(['redis-server', ...argv], {
        cwd: directory,
        env: { PATH: process.env.PATH ?? '' },
      });
      const { said } = server;
      await until('Redis answers', async () => (await ask(address, 'PING')) === '+PONG', {
        withinMs: 10_000,
        explain: async () => said(),
      });
    },
    command: (text) => ask(address, text),
    cutTail: (bytes) => cutLog(directory, bytes),
    async stop() {
      if (!server || !isRunning(server.pid)) return;
      server.child.kill('SIGCONT');
      await server.stop();
    },
  };
}

/** The private server of the line's own coordinator. */
export function embeddedRedis(line: Line): RedisUnderFault {
  const socket = (): Address => ({ path: line.redisSocket() });
  return {
    embedded: true,
    address: socket,
    pid: () => line.redisPid(),
    revive: async () => undefined,
    command: (text) => ask(socket(), text),
    cutTail: (bytes) => cutLog(join(line.home, 'redis'), bytes),
    stop: async () => undefined,
  };
}
