import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { readFile, rm, rmdir, stat, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { AndonError, messageOf } from '../errors.ts';
import { faultPoint } from '../fault-points.ts';
import { askRedis } from './ask-redis.ts';
import { identify, isAlive, type ProcessIdentity, processIdentity, stopProcess } from './process-identity.ts';
import type { RedisBinary } from './redis-binary.ts';

export type RedisPlace = {
  /** `.andon/redis`, an absolute path without links. */
  readonly directory: string;
  readonly socket: string;
};

const TAIL_LINES = 4;
const LOG_BYTES = 1024 * 1024;
/** Reading a large log back may take this long, milliseconds. */
const LOADING_MS = 120_000;

/**
 * Starts a server in `place` and resolves once it answers. It runs in a process group of its own, so that Ctrl-C
 * reaches Andon alone, which then stops the server last. Throws `REDIS_UNAVAILABLE` with the server's own last words,
 * and `ended` where it ran and ended by itself.
 */
export async function startRedis(
  binary: RedisBinary,
  place: RedisPlace,
  { path, signal }: { readonly path: string; readonly signal: AbortSignal },
): Promise<ProcessIdentity> {
  const log = join(place.directory, 'redis.log');
  const logStart = await shorten(log);
  await rm(place.socket, { force: true });
  faultPoint('embedded-redis.start.before');
  const child = spawn(binary.path, serverArguments(place, log), {
    cwd: place.directory,
    env: { PATH: path, ...binary.env },
    stdio: 'ignore',
    detached: true,
  });
  let ended: string | undefined;
  child.once('exit', (code, by) => {
    ended = `it ended with ${by ?? `exit code ${code}`}`;
  });
  try {
    await once(child, 'spawn');
  } catch (error) {
    throw new AndonError('REDIS_UNAVAILABLE', `${binary.path} cannot be run: ${messageOf(error)}`);
  }
  // The coordinator's life is held by its own work, not by this child.
  child.unref();

  const identity = child.pid === undefined ? undefined : await identify(child.pid);
  faultPoint('embedded-redis.start.spawned');
  if (identity) await recordRedis(place, identity);
  faultPoint('embedded-redis.start.recorded');
  // Gone before it could be looked at: its end is told in a moment.
  if (!identity && ended === undefined) await once(child, 'exit');
  const deadline = performance.now() + LOADING_MS;
  while (identity && ended === undefined && !signal.aborted && performance.now() < deadline) {
    const answer = await askRedis({ path: place.socket }, 1_000);
    if (answer.state === 'ready') faultPoint('embedded-redis.start.ready');
    if (answer.state === 'ready') return identity;
    await wait(10);
  }
  const byItself = ended;
  if (identity) await stopProcess(identity, 0);
  throw new AndonError(
    'REDIS_UNAVAILABLE',
    `The private Redis server does not start: ${byItself ?? 'it does not answer'}. Its log (${log}) ends: ${await tail(log, logStart)}`,
    { ended: byItself !== undefined },
  );
}

/** Names the server of `place` for the coordinators after this one. */
export async function recordRedis(place: RedisPlace, identity: ProcessIdentity): Promise<void> {
  await writeFile(recordFile(place), JSON.stringify(identity), { mode: 0o600 });
}

/** The server a former coordinator recorded in `place`, where it still runs. */
export async function recordedRedis(place: RedisPlace): Promise<ProcessIdentity | undefined> {
  try {
    const identity = processIdentity.parse(JSON.parse(await readFile(recordFile(place), 'utf8')));
    return (await isAlive(identity)) ? identity : undefined;
  } catch {
    return undefined;
  }
}

/** Removes what a server that is gone leaves behind, its data excepted. */
export async function forgetRedis(place: RedisPlace): Promise<void> {
  await rm(place.socket, { force: true });
  await rm(recordFile(place), { force: true });
  // Its own directory, empty now; the next start makes it again.
  await rmdir(dirname(place.socket)).catch(() => undefined);
}

function serverArguments({ directory, socket }: RedisPlace, log: string): string[] {
  const settings: Record<string, string> = {
    port: '0',
    unixsocket: socket,
    unixsocketperm: '700',
    dir: directory,
    logfile: log,
    loglevel: 'notice',
    daemonize: 'no',
    appendonly: 'yes',
    appendfsync: 'everysec',
    'aof-load-truncated': 'yes',
    save: '',
    'maxmemory-policy': 'noeviction',
    // Blocking commands end on the server's own tick; at the default of 10 a delayed job is 100 ms late.
    hz: '100',
  };
  return Object.entries(settings).flatMap(([name, value]) => [`--${name}`, value]);
}

function recordFile(place: RedisPlace): string {
  return join(place.directory, 'server.json');
}

/** Begins a new log when the old one is long; returns where the lines of the coming run start. */
async function shorten(log: string): Promise<number> {
  const size = await stat(log).then(
    (found) => found.size,
    () => 0,
  );
  if (size <= LOG_BYTES) return size;
  await rm(log, { force: true });
  return 0;
}

async function tail(log: string, start: number): Promise<string> {
  const text = await readFile(log).catch(() => Buffer.alloc(0));
  const lines = text.subarray(start).toString('utf8').split('\n');
  // Without pid and time, so that the same failure has the same words.
  const plain = lines.map((line) => line.replace(/^\d+:\w .*? [*#.-] /, '').trim()).filter(Boolean);
  return plain.slice(-TAIL_LINES).join(' ⏎ ') || '(nothing)';
}
