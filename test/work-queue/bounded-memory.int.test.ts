import type { Redis } from 'ioredis';
import { expect, it } from 'vitest';
import { openQueue, quick } from './open-queue.ts';
import { order, passing } from './orders.ts';

const patience = { timeout: 60_000, interval: 50 };
/** More than is kept of each. */
const ROUND = 1_200;

async function usedBytes(client: Redis): Promise<number> {
  return Number(/used_memory_dataset:(\d+)/.exec(await client.info('memory'))?.[1]);
}

async function keysWithoutExpiry(client: Redis, pattern: string): Promise<string[]> {
  const keys = await client.keys(pattern);
  const lives = await Promise.all(keys.map((key) => client.ttl(key)));
  return keys.filter((_key, n) => lives[n] === -1);
}

it('keeps no more of thousands of deliveries and orders than of the first', {
  timeout: 180_000,
}, async () => {
  const { redis, queue, consumeDeliveries, consumeVerifications, flush } = await openQueue({ timing: quick });
  let taken = 0;
  let told = 0;
  consumeDeliveries('s', async () => {
    taken += 1;
  });
  consumeVerifications(passing(), 4);
  queue.onVerified(async () => {
    told += 1;
  });
  const round = async (n: number) => {
    const goals = [taken + ROUND, told + ROUND];
    for (let each = 0; each < ROUND; each += 50) {
      const some = Array.from({ length: 50 }, (_, extra) => n * ROUND + each + extra);
      await Promise.all(
        some.flatMap((token) => [
          queue.deliver('s', { ticket: 't', token }),
          queue.verify(order(`v${token}`)),
        ]),
      );
    }
    await expect.poll(() => taken, patience).toBeGreaterThanOrEqual(goals[0] ?? 0);
    await expect.poll(() => told, patience).toBeGreaterThanOrEqual(goals[1] ?? 0);
    return { keys: await redis.client.dbsize(), bytes: await usedBytes(redis.client) };
  };
  // A flushed server has forgotten what BullMQ told it of itself.
  await round(0);
  await flush();
  const first = await round(1);
  const later = await round(2);
  expect(later.keys).toBeLessThan(first.keys + 100);
  expect(later.bytes).toBeLessThan(first.bytes * 1.3);
  expect(await redis.client.xlen('andon-test:verify:events')).toBeLessThan(1_300);
  expect(await redis.client.xlen('andon-test:session-s:events')).toBeLessThan(250);
});

it('lets everything of a session go by itself in the end, tombstones too', async () => {
  const { redis, queue, consumeDeliveries } = await openQueue({ timing: quick });
  const taken: number[] = [];
  await queue.deliver('waits', { ticket: 't1', token: 1 });
  await queue.recall('waits', { ticket: 't2', token: 1 });
  consumeDeliveries('works', async ({ token }) => void taken.push(token));
  await queue.deliver('works', { ticket: 't1', token: 1 });
  await expect.poll(() => taken, patience).toEqual([1]);
  expect((await redis.client.keys('andon-test:*')).length).toBeGreaterThan(8);
  await expect.poll(() => keysWithoutExpiry(redis.client, 'andon-test:session-*'), patience).toEqual([]);
  expect(await keysWithoutExpiry(redis.client, 'andon-test:recalled:*')).toEqual([]);
});
