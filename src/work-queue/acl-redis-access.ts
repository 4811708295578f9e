import { createHash, createHmac } from 'node:crypto';
import { once } from 'node:events';
import type { Redis } from 'ioredis';
import type { RedisConnection } from '../embedded-redis/redis-server.port.ts';
import { messageOf } from '../errors.ts';
import type { Log } from '../log.ts';
import { aclRules } from './acl-rules.ts';
import { withinDeadline } from './deadline.ts';
import { SESSION_QUEUES, sessionQueue } from './queue-names.ts';
import { defaultQueueTiming, type QueueTiming } from './queue-timing.ts';
import type { RedisAccess, RedisCredentials, RedisUser } from './redis-access.port.ts';
import { producerClient } from './redis-clients.ts';

export type AclRedisAccessOptions = {
  readonly connection: RedisConnection;
  /** Of the home's keys, and of its users' names. */
  readonly prefix: string;
  /** Passwords are made with it, so that they need not be kept; the same after a restart. */
  readonly secret: string;
  readonly log: Log;
  readonly timing?: Partial<QueueTiming>;
};

/** What a server says that will never let Andon make users. */
const refused = /NOPERM|unknown command|unknown subcommand|not allowed|disabled/i;

/** Users by the server's access lists (`ACL SETUSER`, Redis 6 and Valkey). */
export function createAclRedisAccess(options: AclRedisAccessOptions): RedisAccess {
  const { connection, prefix, secret, log } = options;
  const timing = { ...defaultQueueTiming, ...options.timing };
  const client = producerClient(connection, timing);
  client.on('error', (error: Error) => log.debug({ err: error }, 'redis'));
  const ofHome = `${prefix}-${SESSION_QUEUES.replace('*', '')}`;
  let problem: string | undefined;
  let turn: Promise<unknown> = Promise.resolve();

  const credentials = ({ session, registration }: RedisUser): RedisCredentials => ({
    username: `${prefix}-${sessionQueue(session)}`,
    password: createHmac('sha256', secret)
      .update(JSON.stringify(['redis', session, registration]))
      .digest('base64url'),
  });
  const hashOf = ({ password }: RedisCredentials): string =>
    createHash('sha256').update(password).digest('hex');

  const say = (...words: string[]): Promise<unknown> => client.call('ACL', ...words);
  const make = async (user: RedisUser): Promise<void> => {
    const made = credentials(user);
    const rules = aclRules(`${prefix}:${sessionQueue(user.session)}`, hashOf(made));
    // Taken away first, so that what a former registration opened ends.
    await say('DELUSER', made.username);
    await say('SETUSER', made.username, ...rules);
  };

  /** One after the other: a look at all users must not undo what was granted meanwhile. False when it did not come off. */
  const inTurn = (work: () => Promise<void>): Promise<boolean> => {
    const run = turn.then(async () => {
      try {
        await withinDeadline(timing.callMs, async (expired) => {
          await connected(client, expired);
          await work();
        });
        problem = undefined;
        return true;
      } catch (error) {
        note(messageOf(error));
        return false;
      }
    });
    turn = run;
    return run;
  };

  /** A server that is away is waited for, and `settle` makes up for it; one that refuses is not asked to be more. */
  const note = (why: string): void => {
    if (!refused.test(why)) {
      log.debug({ error: why }, 'users of Redis could not be looked at');
      return;
    }
    const now = `Redis lets Andon make no users of its own, so sessions are given no Redis and work over HTTP (${why})`;
    if (problem === undefined) log.warn({ error: why }, now);
    problem = now;
  };

  return {
    async grant(user) {
      await inTurn(() => make(user));
      return problem === undefined ? credentials(user) : undefined;
    },

    async settle(users) {
      await inTurn(async () => {
        const there = new Map<string, string>();
        for (const line of linesOf(await say('LIST'))) {
          const name = line.split(' ')[1] ?? '';
          if (name.startsWith(ofHome)) there.set(name, line);
        }
        for (const user of users()) {
          const made = credentials(user);
          const line = there.get(made.username);
          there.delete(made.username);
          if (!line?.includes(`#${hashOf(made)}`)) await make(user);
        }
        for (const name of there.keys()) await say('DELUSER', name);
      });
    },

    get problem() {
      return problem;
    },

    async close() {
      client.disconnect();
    },
  };
}

/** Resolves once the connection stands; it is made by itself, and waited for only so long as the call may take. */
function connected(client: Redis, expired: AbortSignal): Promise<unknown> {
  return client.status === 'ready' ? Promise.resolve() : once(client, 'ready', { signal: expired });
}

function linesOf(answer: unknown): string[] {
  return Array.isArray(answer) ? answer.filter((line) => typeof line === 'string') : [];
}
