import { mkdir, realpath } from 'node:fs/promises';
import { join } from 'node:path';
import { messageOf } from '../errors.ts';
import { adoptRedis } from './adopt-redis.ts';
import { pause } from './pause.ts';
import { type ProcessIdentity, stopProcess } from './process-identity.ts';
import type { RedisBinary } from './redis-binary.ts';
import { forgetRedis, type RedisPlace } from './redis-process.ts';
import type { RedisServer } from './redis-server.port.ts';
import { socketPath } from './runtime-directory.ts';
import { startOnLog } from './start-on-log.ts';
import { createUpAndDown } from './up-and-down.ts';
import { watchRedis } from './watch-redis.ts';

export type EmbeddedRedisOptions = {
  /** `.andon`. */
  readonly home: string;
  /** A short directory for the socket's own: `XDG_RUNTIME_DIR`, else the system's temporary one. */
  readonly runtimeDirectory: string;
  readonly binary: RedisBinary;
  /** `PATH` of the server. */
  readonly path: string;
  /** Told in one line whatever people should know: adopted, restarted, damaged. */
  readonly say: (line: string) => void;
};

/** Nothing else waits longer for the first server: a large log is read while the board is there already. */
const FIRST_MS = 10_000;
const RETRY_MS = 100;
const RETRY_CAP_MS = 5_000;
/** A server that ran this long earned a quick restart. */
const STEADY_MS = 10_000;
const STOP_MS = 5_000;

/**
 * Runs Andon's private Redis server and keeps it running. A server left by a killed coordinator is adopted; a hung or
 * dead one is cleaned up; a damaged log is set aside. Resolves after the first try or ten seconds, also when that
 * failed: `up` and `problem` say so, and it goes on trying. Throws `CONFIG_INVALID` only when the socket has no place.
 */
export async function startEmbeddedRedis(options: EmbeddedRedisOptions): Promise<RedisServer> {
  const { home, binary, path, say } = options;
  const data = join(home, 'redis');
  await mkdir(data, { recursive: true, mode: 0o700 });
  const place: RedisPlace = {
    directory: await realpath(data),
    socket: await socketPath(home, options.runtimeDirectory),
  };
  const state = createUpAndDown();
  const stopping = new AbortController();
  let server: ProcessIdentity | undefined;
  let closed: Promise<void> | undefined;

  async function supervise(firstTried: () => void): Promise<void> {
    let retry = RETRY_MS;
    while (!stopping.signal.aborted) {
      try {
        server = await obtain();
        const since = performance.now();
        state.setProblem(undefined);
        state.goUp();
        firstTried();
        const reason = await watchRedis(server, place.socket, stopping.signal);
        if (stopping.signal.aborted) return;
        if (performance.now() - since > STEADY_MS) retry = RETRY_MS;
        state.goDown(reason);
        say(`The private Redis server is gone (${reason}); starting it again.`);
      } catch (error) {
        if (stopping.signal.aborted) return;
        if (state.setProblem(messageOf(error))) say(messageOf(error));
        firstTried();
      }
      await pause(retry, stopping.signal);
      retry = Math.min(retry * 2, RETRY_CAP_MS);
    }
  }

  async function obtain(): Promise<ProcessIdentity> {
    const adopted = await adoptRedis(place, say);
    if (adopted) {
      say(`Adopted the Redis server a former coordinator left running (pid ${adopted.pid}).`);
      return adopted;
    }
    return startOnLog(binary, place, { path, signal: stopping.signal, say });
  }

  async function stop(): Promise<void> {
    stopping.abort();
    await supervision;
    if (server) await stopProcess(server, STOP_MS);
    await forgetRedis(place);
    state.goDown('it was stopped');
  }

  let firstTried = () => {};
  const firstTry = new Promise<void>((resolve) => {
    firstTried = resolve;
  });
  const supervision = supervise(firstTried);
  await Promise.race([firstTry, pause(FIRST_MS, stopping.signal)]);
  if (!state.up && state.problem === undefined)
    state.setProblem('The private Redis server is still starting');

  return {
    connection: { path: place.socket },
    get up() {
      return state.up;
    },
    get problem() {
      return state.problem;
    },
    onDown: state.onDown,
    onUp: state.onUp,
    onProblem: state.onProblem,
    close() {
      closed ??= stop();
      return closed;
    },
  };
}
