import { Redis } from 'ioredis';
import { AndonError, messageOf } from '../errors.ts';
import { fitnessOf } from './redis-fitness.ts';
import type { RedisServer } from './redis-server.port.ts';
import { createUpAndDown } from './up-and-down.ts';

export type ExternalRedisOptions = {
  /** `REDIS_URL`. */
  readonly url: string;
  /** Told in one line what people should know about the server. */
  readonly say: (line: string) => void;
  /** How often it is looked at, milliseconds. */
  readonly lookMs?: number;
};

const CONNECT_MS = 2_000;
const RETRY_CAP_MS = 2_000;
/** A server that was asked and is silent for so long is asked over a new connection. */
const SILENCE_MS = 3_000;
const LOOK_MS = 5_000;

/**
 * Uses a Redis somebody else runs. A server that is away, or takes no writes now, is waited for: `problem` says so, also
 * of what changes later. One that answers and must not be used (older than 6.2, evicts keys) throws `CONFIG_INVALID`
 * with everything wrong at once.
 */
export async function openExternalRedis(options: ExternalRedisOptions): Promise<RedisServer> {
  const { url, say } = options;
  if (!/^rediss?:\/\//.test(url)) {
    throw new AndonError('CONFIG_INVALID', 'REDIS_URL must begin with redis:// or rediss://.');
  }
  const state = createUpAndDown();
  const client = new Redis(url, {
    connectTimeout: CONNECT_MS,
    socketTimeout: SILENCE_MS,
    keepAlive: 10_000,
    maxRetriesPerRequest: 1,
    maxLoadingRetryTime: 1_000,
    enableOfflineQueue: false,
    retryStrategy: (times) => Math.min(times * 100, RETRY_CAP_MS),
  });
  let reason = 'it was never reached';
  const told = (problem: string | undefined, outlook = '') => {
    if (state.setProblem(problem) && problem !== undefined) say(`${problem}${outlook}.`);
  };
  const away = () => told(`The Redis of REDIS_URL cannot be reached (${reason})`, '; Andon goes on trying');
  client.on('error', (error) => {
    reason = messageOf(error);
    if (!state.up) away();
  });
  client.on('close', () => {
    away();
    state.goDown(reason);
  });

  const look = async (): Promise<readonly string[]> => {
    if (client.status !== 'ready') return [];
    const { unfit, troubled, forgetful } = await fitnessOf(client);
    if (client.status !== 'ready') return [];
    if (forgetful && !state.up) {
      say(
        'The Redis of REDIS_URL keeps no append-only log (appendonly no): what it holds is gone when it restarts, and is put back from Andon’s own database.',
      );
    }
    const problems = [...unfit, ...troubled];
    told(problems.length === 0 ? undefined : `The Redis of REDIS_URL does not fit: ${problems.join('; ')}`);
    return unfit;
  };

  const first = await new Promise<'ready' | 'away'>((resolve) => {
    client.once('ready', () => resolve('ready'));
    client.once('error', () => resolve('away'));
    client.once('close', () => resolve('away'));
  });
  const unfit = first === 'ready' ? await look() : [];
  if (unfit.length > 0) {
    client.disconnect();
    const problems = unfit.join('; ');
    throw new AndonError('CONFIG_INVALID', `The Redis of REDIS_URL cannot be used: ${problems}.`, {
      problems: unfit,
    });
  }
  if (first === 'ready') state.goUp();
  client.on('ready', async () => {
    await look();
    state.goUp();
  });
  const looking = setInterval(() => void look(), options.lookMs ?? LOOK_MS);
  looking.unref();

  return {
    connection: { url },
    get up() {
      return state.up;
    },
    get problem() {
      return state.problem;
    },
    onDown: state.onDown,
    onUp: state.onUp,
    onProblem: state.onProblem,
    async close() {
      clearInterval(looking);
      state.goDown('it was let go of');
      client.disconnect();
    },
  };
}
