import { Redis } from 'ioredis';
import { AndonError, messageOf } from '../errors.ts';
import type { RedisServer } from './redis-server.port.ts';
import { isOldRedis, OLDEST_REDIS } from './redis-version.ts';
import { createUpAndDown } from './up-and-down.ts';

export type ExternalRedisOptions = {
  /** `REDIS_URL`. */
  readonly url: string;
  /** Told in one line what people should know about the server. */
  readonly say: (line: string) => void;
};

const CONNECT_MS = 2_000;
const RETRY_CAP_MS = 2_000;

/**
 * Uses a Redis somebody else runs. A server that is away is waited for (`up` is false); one that answers and does not
 * fit (older than 6.2, evicts keys, cannot be written) throws `CONFIG_INVALID` with everything wrong at once.
 */
export async function openExternalRedis({ url, say }: ExternalRedisOptions): Promise<RedisServer> {
  if (!/^rediss?:\/\//.test(url)) {
    throw new AndonError('CONFIG_INVALID', 'REDIS_URL must begin with redis:// or rediss://.');
  }
  const state = createUpAndDown();
  const client = new Redis(url, {
    connectTimeout: CONNECT_MS,
    keepAlive: 10_000,
    maxRetriesPerRequest: 1,
    enableOfflineQueue: false,
    retryStrategy: (times) => Math.min(times * 100, RETRY_CAP_MS),
  });
  let reason = 'it was never reached';
  client.on('error', (error) => {
    reason = messageOf(error);
  });
  client.on('close', () => state.goDown(reason));

  const first = await new Promise<'ready' | 'away'>((resolve) => {
    client.once('ready', () => resolve('ready'));
    client.once('close', () => resolve('away'));
  });
  if (first === 'ready') {
    const problems = await problemsOf(client);
    if (problems.length > 0) {
      client.disconnect();
      throw new AndonError(
        'CONFIG_INVALID',
        `The Redis of REDIS_URL cannot be used: ${problems.join('; ')}.`,
        {
          problems,
        },
      );
    }
    state.goUp();
  } else {
    say(`The Redis of REDIS_URL cannot be reached (${reason}); Andon goes on trying.`);
  }
  client.on('ready', async () => {
    for (const problem of await problemsOf(client)) say(`The Redis of REDIS_URL does not fit: ${problem}.`);
    state.goUp();
  });

  return {
    connection: { url },
    get up() {
      return state.up;
    },
    onDown: state.onDown,
    onUp: state.onUp,
    async close() {
      state.goDown('it was let go of');
      client.disconnect();
    },
  };
}

async function problemsOf(client: Redis): Promise<string[]> {
  const problems: string[] = [];
  try {
    const info = await client.info();
    const valkey = field(info, 'valkey_version');
    const version = valkey || field(info, 'redis_version');
    if (isOldRedis(version))
      problems.push(`it is version ${version}, and ${OLDEST_REDIS} or newer is needed`);
    const policy = field(info, 'maxmemory_policy');
    if (policy !== '' && policy !== 'noeviction') {
      problems.push(
        `its maxmemory-policy is ${policy}, which throws queued work away (CONFIG SET maxmemory-policy noeviction)`,
      );
    }
    await client.set('andon:writable', '1', 'EX', 60);
  } catch (error) {
    problems.push(`a test write failed (${messageOf(error)})`);
  }
  return problems;
}

function field(info: string, name: string): string {
  return new RegExp(`^${name}:(\\S+)`, 'm').exec(info)?.[1] ?? '';
}
