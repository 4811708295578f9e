import { Redis } from 'ioredis';
import { messageOf } from '../errors.ts';
import type { RedisConnection } from './redis-server.port.ts';

export type RedisAnswer =
  | { readonly state: 'ready'; readonly pid: number; readonly version: string; readonly directory: string }
  /** It lives and reads its data; it will answer soon. */
  | { readonly state: 'loading' }
  | { readonly state: 'silent'; readonly why: string };

/** Asks a server who it is over a connection of its own; answers within `timeoutMs`, whatever the server does. */
export async function askRedis(connection: RedisConnection, timeoutMs: number): Promise<RedisAnswer> {
  const client = connect(connection, timeoutMs);
  let timer: NodeJS.Timeout | undefined;
  const deadline = new Promise<RedisAnswer>((resolve) => {
    timer = setTimeout(resolve, timeoutMs, { state: 'silent', why: `no answer within ${timeoutMs} ms` });
  });
  try {
    return await Promise.race([ask(client), deadline]);
  } finally {
    clearTimeout(timer);
    client.disconnect();
  }
}

async function ask(client: Redis): Promise<RedisAnswer> {
  let why = '';
  client.on('error', (error) => {
    why = messageOf(error);
  });
  try {
    await client.connect();
    // INFO is answered while the server still reads its data, PING is not.
    await client.ping();
    const info = await client.info('server');
    const directory = await client.call('CONFIG', 'GET', 'dir').then(directoryIn, () => '');
    return {
      state: 'ready',
      pid: Number(/^process_id:(\d+)/m.exec(info)?.[1] ?? 0),
      version: /^(?:valkey|redis)_version:(\S+)/m.exec(info)?.[1] ?? '0.0.0',
      directory,
    };
  } catch (error) {
    if (messageOf(error).startsWith('LOADING')) return { state: 'loading' };
    return { state: 'silent', why: why || messageOf(error) };
  }
}

function connect(connection: RedisConnection, timeoutMs: number): Redis {
  const options = {
    lazyConnect: true,
    connectTimeout: timeoutMs,
    enableReadyCheck: false,
    maxRetriesPerRequest: 0,
    retryStrategy: () => null,
  };
  return 'path' in connection
    ? new Redis({ ...options, path: connection.path })
    : new Redis(connection.url, options);
}

/** CONFIG GET answers with pairs or with a map, by protocol version. */
function directoryIn(reply: unknown): string {
  if (Array.isArray(reply)) return String(reply.flat()[1] ?? '');
  if (reply instanceof Map) return String(reply.get('dir') ?? '');
  if (typeof reply === 'object' && reply !== null && 'dir' in reply) return String(reply.dir);
  return '';
}
