import { Redis } from 'ioredis';
import { describe, expect, it, onTestFinished } from 'vitest';
import { silentLog } from '../../src/log.ts';
import { createAclRedisAccess } from '../../src/work-queue/acl-redis-access.ts';
import { consumeDeliveries } from '../../src/work-queue/bullmq-delivery-consumer.ts';
import type { RedisUser } from '../../src/work-queue/redis-access.port.ts';
import { openQueue, quick } from './open-queue.ts';
import type { RealRedis } from './real-redis.ts';

const patience = { timeout: 30_000, interval: 20 };
const prefix = 'andon-test';
const ada: RedisUser = { session: 'ada', registration: 'first' };

describe('a session’s own user of Redis', () => {
  const access = (redis: RealRedis) => {
    const opened = createAclRedisAccess({
      connection: redis.connection,
      prefix,
      secret: 'of the home',
      log: silentLog,
      timing: quick,
    });
    onTestFinished(() => opened.close());
    return opened;
  };
  const speak = (redis: RealRedis, user: { username: string; password: string } | undefined) => {
    const client = new Redis({
      ...redis.connection,
      ...user,
      maxRetriesPerRequest: 0,
      retryStrategy: () => null,
    });
    client.on('error', () => undefined);
    onTestFinished(() => client.disconnect());
    return client;
  };

  it('pulls its own queue, and nothing else of the server is its to read, write or change', async () => {
    const { redis, queue } = await openQueue({ timing: quick });
    await queue.deliver('bea', { ticket: 't2', token: 1 });
    const user = await access(redis).grant(ada);
    const taken: number[] = [];
    const consumer = consumeDeliveries({
      connection: { ...redis.connection, ...user },
      prefix,
      session: 'ada',
      take: async ({ token }) => void taken.push(token),
      log: silentLog,
      timing: quick,
    });
    onTestFinished(() => consumer.close());
    for (const token of [1, 2, 3]) {
      await queue.deliver('ada', { ticket: 't1', token });
      await expect.poll(() => taken.at(-1), patience).toBe(token);
    }
    await expect
      .poll(() => queue.deliveryState('ada', { ticket: 't1', token: 3 }), patience)
      .toBe('finished');

    const client = speak(redis, user);
    const others = `${prefix}:session-bea:wait`;
    const forbidden: [string, ...string[]][] = [
      ['LRANGE', others, '0', '-1'],
      ['LPUSH', others, 'd-t2-1'],
      ['DEL', `${prefix}:session-bea:d-t2-1`],
      ['GET', `${prefix}:pulse`],
      ['EVAL', 'return redis.call("LRANGE", KEYS[1], 0, -1)', '1', others],
      ['EVAL', `return redis.call("DEL", "${others}")`, '0'],
      ['KEYS', '*'],
      ['SCAN', '0'],
      ['RANDOMKEY'],
      ['FLUSHALL'],
      ['FLUSHDB'],
      ['CONFIG', 'GET', '*'],
      ['ACL', 'LIST'],
      ['CLIENT', 'LIST'],
      ['CLIENT', 'KILL', 'TYPE', 'normal'],
      ['SCRIPT', 'FLUSH'],
      ['MONITOR'],
      ['SHUTDOWN', 'NOSAVE'],
      ['SUBSCRIBE', 'all'],
      ['PUBLISH', 'all', 'x'],
      ['RENAME', `${prefix}:session-ada:meta`, others],
    ];
    for (const words of forbidden) {
      const [command, ...args] = words;
      await expect(client.call(command, ...args), words.join(' ')).rejects.toThrow(
        /NOPERM|permission|ACL|can't access/,
      );
    }
    expect(await redis.client.lrange(others, 0, -1)).toEqual(['d-t2-1']);
  });

  it('ends with the registration: the next one has another password, and who left has none', async () => {
    const { redis } = await openQueue({ timing: quick });
    const users = access(redis);
    const first = await users.grant(ada);
    const before = speak(redis, first);
    expect(await before.ping()).toBe('PONG');
    const cut = new Promise((resolve) => before.once('close', resolve));
    const again = { ...ada, registration: 'second' };
    const second = await users.grant(again);
    await cut;
    expect(second?.password).not.toBe(first?.password);
    await expect(speak(redis, first).ping()).rejects.toThrow();
    const after = speak(redis, second);
    expect(await after.ping()).toBe('PONG');
    const gone = new Promise((resolve) => after.once('close', resolve));
    await users.settle(() => []);
    await gone;
    await expect(speak(redis, second).ping()).rejects.toThrow();
    expect(await redis.client.call('ACL', 'USERS')).toEqual(['default']);
  });

  it('is made again, with the same password, after the server forgot it, also by the next coordinator', async () => {
    const { redis, queue } = await openQueue({ timing: quick });
    const users = access(redis);
    const user = await users.grant(ada);
    const taken: number[] = [];
    const consumer = consumeDeliveries({
      connection: { ...redis.connection, ...user },
      prefix,
      session: 'ada',
      take: async ({ token }) => void taken.push(token),
      log: silentLog,
      timing: quick,
    });
    onTestFinished(() => consumer.close());
    await queue.deliver('ada', { ticket: 't1', token: 1 });
    await expect.poll(() => taken, patience).toEqual([1]);
    await redis.kill();
    await redis.start();
    await expect.poll(() => queue.up, patience).toBe(true);
    const next = access(redis);
    await expect
      .poll(async () => {
        await next.settle(() => [ada]);
        return redis.client.call('ACL', 'USERS');
      }, patience)
      .toContain(user?.username);
    await queue.deliver('ada', { ticket: 't1', token: 2 });
    await expect.poll(() => taken, patience).toEqual([1, 2]);
  });

  it('is not touched by a look that finds it as it should be', async () => {
    const { redis } = await openQueue({ timing: quick });
    const users = access(redis);
    const client = speak(redis, await users.grant(ada));
    await client.ping();
    await users.settle(() => [ada]);
    expect(await client.ping()).toBe('PONG');
  });

  it('is not to be had where the server lets nobody make users: sessions are given no Redis, and it is said', async () => {
    const { redis } = await openQueue({ timing: quick });
    await redis.client.call('ACL', 'SETUSER', 'guest', 'on', '>word', '~*', '+@all', '-acl');
    const guest = createAclRedisAccess({
      connection: { ...redis.connection, username: 'guest', password: 'word' },
      prefix,
      secret: 'of the home',
      log: silentLog,
      timing: quick,
    });
    onTestFinished(() => guest.close());
    await expect.poll(() => guest.grant(ada), patience).toBeUndefined();
    expect(guest.problem).toContain('work over HTTP');
  });
});
