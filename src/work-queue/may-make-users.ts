import { Redis } from 'ioredis';
import { messageOf } from '../errors.ts';

/** A rule no server knows: whoever may make users is told so, and nobody is made. */
const noRule = 'andon-asks-whether-it-may';

/**
 * Whether the server of this URL lets Andon make users, which every worker on it needs; undefined when it could not be
 * asked. Changes nothing there.
 */
export async function mayMakeUsers(url: string): Promise<boolean | undefined> {
  const client = new Redis(url, {
    lazyConnect: true,
    connectTimeout: 2_000,
    socketTimeout: 2_000,
    maxRetriesPerRequest: 0,
    retryStrategy: () => null,
  });
  client.on('error', () => undefined);
  try {
    await client.connect();
    await client.call('ACL', 'SETUSER', noRule, noRule);
    return true;
  } catch (error) {
    if (client.status !== 'ready') return undefined;
    return messageOf(error).includes(noRule);
  } finally {
    client.disconnect();
  }
}
