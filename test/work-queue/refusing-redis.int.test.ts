import { mkdir, rmdir } from 'node:fs/promises';
import { join } from 'node:path';
import type { Redis } from 'ioredis';
import { describe, expect, it } from 'vitest';
import { openQueue, quick } from './open-queue.ts';
import { order, passing } from './orders.ts';
import type { RealRedis } from './real-redis.ts';

const patience = { timeout: 30_000, interval: 20 };

type Refusal = {
  readonly name: string;
  readonly why: RegExp;
  begin(redis: RealRedis): Promise<unknown>;
  end(redis: RealRedis): Promise<unknown>;
};

const refusals: readonly Refusal[] = [
  {
    name: 'became a read-only replica',
    why: /read-only replica/,
    begin: ({ client }) => client.replicaof('127.0.0.1', 1),
    end: ({ client }) => client.replicaof('NO', 'ONE'),
  },
  {
    name: 'reached its maxmemory',
    why: /memory is full/,
    begin: ({ client }) => client.config('SET', 'maxmemory', '1mb'),
    end: ({ client }) => client.config('SET', 'maxmemory', '0'),
  },
  {
    name: 'cannot write to its disk',
    why: /cannot write to its disk/,
    async begin({ client, directory }) {
      // A snapshot cannot take the place of a directory that holds something.
      await mkdir(join(directory, 'dump.rdb', 'in the way'), { recursive: true });
      await client.config('SET', 'save', '3600 1000000');
      await client.bgsave();
    },
    async end({ client, directory }) {
      await rmdir(join(directory, 'dump.rdb', 'in the way'));
      await rmdir(join(directory, 'dump.rdb'));
      await client.bgsave();
    },
  },
];

/** How often commands whose name begins so were asked for, refused ones too. */
async function calls(client: Redis, name: string): Promise<number> {
  const info = await client.info('commandstats');
  const found = [
    ...info.matchAll(/cmdstat_([^:|]+)\S*:calls=(\d+).*?rejected_calls=(\d+),failed_calls=(\d+)/g),
  ];
  return found
    .filter((match) => match[1]?.startsWith(name))
    .reduce((sum, match) => sum + Number(match[2]) + Number(match[3]), 0);
}

describe('the work queue on a server that takes no writes', () => {
  it.each(refusals)(
    'refuses calls with the reason while it $name, and goes on afterwards',
    async (refusal) => {
      const { redis, queue, consumeDeliveries, consumeVerifications } = await openQueue({ timing: quick });
      const taken: number[] = [];
      const told: string[] = [];
      queue.onVerified(async ({ verification }) => void told.push(verification));
      for (const token of [1, 2, 3]) await queue.deliver('s', { ticket: 't1', token });
      await queue.verify(order('v1'));

      await refusal.begin(redis);
      await expect.poll(() => queue.up, patience).toBe(false);
      expect(queue.problem).toMatch(refusal.why);
      const refused = queue.deliver('s', { ticket: 't1', token: 4 });
      await expect(refused).rejects.toMatchObject({ code: 'REDIS_UNAVAILABLE' });
      await expect(refused).rejects.toThrow(refusal.why);

      consumeDeliveries('s', async ({ token }) => void taken.push(token));
      consumeVerifications(passing(), 1);
      await refusal.end(redis);
      await expect.poll(() => queue.up, patience).toBe(true);
      expect(queue.problem).toBeUndefined();
      await queue.deliver('s', { ticket: 't1', token: 4 });
      await expect.poll(() => taken, patience).toEqual([1, 2, 3, 4]);
      await expect.poll(() => told, patience).toContain('v1');
    },
  );

  it.each(refusals)('does not ask again and again while it $name', async (refusal) => {
    const { redis, queue, consumeDeliveries, consumeVerifications } = await openQueue({ timing: quick });
    await queue.deliver('s', { ticket: 't1', token: 1 });
    await queue.verify(order('v1'));
    await refusal.begin(redis);
    await expect.poll(() => queue.up, patience).toBe(false);
    consumeDeliveries('s', async () => undefined);
    consumeVerifications(passing(), 1);
    const [beats, scripts] = [await calls(redis.client, 'set'), await calls(redis.client, 'evalsha')];
    await expect.poll(async () => (await calls(redis.client, 'set')) - beats, patience).toBeGreaterThan(10);
    // Ten beats of 200 ms, each consumer at most once in 50 ms: two hundred, and thousands in a tight loop.
    expect((await calls(redis.client, 'evalsha')) - scripts).toBeLessThan(300);
  });

  it('waits for a server that reads its data back', async () => {
    const { redis, queue, consumeDeliveries } = await openQueue({ timing: quick });
    const taken: number[] = [];
    consumeDeliveries('s', async ({ token }) => void taken.push(token));
    const pipeline = redis.client.pipeline();
    for (let n = 0; n < 6_000; n++) pipeline.set(`filler-${n}`, 'x');
    await pipeline.exec();
    await redis.kill();
    await expect.poll(() => queue.up, patience).toBe(false);
    // Microseconds for each key it reads.
    const started = redis.start(['--key-load-delay', '300']);
    await expect.poll(() => queue.up, patience).toBe(true);
    await started;
    await queue.deliver('s', { ticket: 't1', token: 1 });
    await expect.poll(() => taken, patience).toEqual([1]);
  });

  it('says that the server lost what it held, and not that it was empty at first', async () => {
    const { redis, queue, flush } = await openQueue({ timing: quick });
    let lost = 0;
    queue.onLost(() => {
      lost += 1;
    });
    await queue.deliver('s', { ticket: 't1', token: 1 });
    const before = await calls(redis.client, 'set');
    await expect.poll(async () => (await calls(redis.client, 'set')) - before, patience).toBeGreaterThan(2);
    expect(lost).toBe(0);
    await flush();
    await expect.poll(() => lost, patience).toBe(1);
  });
});
