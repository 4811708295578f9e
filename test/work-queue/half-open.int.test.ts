import { describe, expect, it } from 'vitest';
import type { VerificationResult } from '../../src/verification/verification.port.ts';
import { openQueue, quick } from './open-queue.ts';
import { held, order, passed, passing } from './orders.ts';
import { proxiedRedis } from './proxied-redis.ts';
import { realRedis } from './real-redis.ts';

const patience = { timeout: 30_000, interval: 20 };

async function behindProxy() {
  const redis = await realRedis();
  const { url, proxy } = await proxiedRedis(redis);
  const opened = await openQueue({ redis, through: { url }, timing: quick });
  return { ...opened, proxy };
}

describe('the work queue behind half-open connections', () => {
  it('delivers and verifies again by itself when all its connections went silent, each thing once', async () => {
    const { queue, proxy, consumeDeliveries, consumeVerifications } = await behindProxy();
    const taken: number[] = [];
    const ran: string[] = [];
    const told: VerificationResult[] = [];
    const changes: boolean[] = [];
    consumeDeliveries('s', async ({ token }) => void taken.push(token));
    consumeVerifications(passing(ran), 1);
    queue.onVerified(async (result) => void told.push(result));
    await queue.deliver('s', { ticket: 't1', token: 1 });
    await queue.verify(order('v1'));
    await expect.poll(() => taken, patience).toEqual([1]);
    await expect.poll(() => told, patience).toContainEqual(passed(order('v1')));
    queue.onUpChanged((up) => changes.push(up));

    proxy.halfOpen();
    await expect.poll(() => changes, patience).toEqual([false, true]);
    await queue.deliver('s', { ticket: 't1', token: 2 });
    await queue.verify(order('v2'));
    await expect.poll(() => taken, patience).toEqual([1, 2]);
    await expect.poll(() => told, patience).toContainEqual(passed(order('v2')));
    expect(ran).toEqual(['v1', 'v2']);
  });

  it('hears of results through events again, not only by looking', async () => {
    const redis = await realRedis();
    const { url, proxy } = await proxiedRedis(redis);
    const never = { ...quick, sweepMs: 24 * 60 * 60_000 };
    const { queue } = await openQueue({ redis, through: { url }, timing: never });
    const direct = await openQueue({ redis });
    const seen: string[] = [];
    queue.onVerificationProgress(({ phase }) => seen.push(phase));
    let runs = 0;
    direct.consumeVerifications(
      {
        async run(given, _signal, progress) {
          runs += 1;
          progress({ service: 's1', phase: 'test' });
          return passed(given);
        },
      },
      1,
    );
    // What was said before the events are read is lost; so one order after the other.
    const another = async () => {
      await direct.queue.verify(order(`v${runs}`));
      return seen.length;
    };
    await expect.poll(another, patience).toBeGreaterThan(0);

    proxy.halfOpen();
    await direct.queue.verify(order('in between'));
    await expect.poll(() => direct.queue.verificationState('in between'), patience).toBe('finished');
    seen.length = 0;
    await expect.poll(another, patience).toBeGreaterThan(0);
  });

  it('finishes what was running when the connections went silent, and tells it once', async () => {
    const { queue, proxy, consumeVerifications } = await behindProxy();
    const { verifier, started, letGo } = held();
    const told: VerificationResult[] = [];
    consumeVerifications(verifier, 1);
    queue.onVerified(async (result) => void told.push(result));
    await queue.verify(order('v1'));
    await expect.poll(() => started, patience).toEqual(['v1']);
    proxy.halfOpen();
    letGo();
    await expect.poll(() => told, patience).toEqual([passed(order('v1'))]);
    await expect.poll(() => queue.up, patience).toBe(true);
    expect(await queue.verificationState('v1')).toBe('finished');
    expect(started).toEqual(['v1']);
  });

  it('comes up when its first connection was accepted and never answered', async () => {
    const redis = await realRedis();
    const { url, swallow } = await proxiedRedis(redis);
    swallow(true);
    const { queue, consumeDeliveries } = await openQueue({
      redis,
      through: { url },
      timing: quick,
    });
    const taken: number[] = [];
    consumeDeliveries('s', async ({ token }) => void taken.push(token));
    await expect(queue.deliver('s', { ticket: 't1', token: 1 })).rejects.toMatchObject({
      code: 'REDIS_UNAVAILABLE',
    });
    swallow(false);
    await expect.poll(() => queue.up, patience).toBe(true);
    await queue.deliver('s', { ticket: 't1', token: 1 });
    await expect.poll(() => taken, patience).toEqual([1]);
  });

  it('goes on when its connections are ended again and again', async () => {
    const { queue, redis, consumeDeliveries, consumeVerifications } = await behindProxy();
    const taken = new Set<number>();
    const told = new Set<string>();
    consumeDeliveries('s', async ({ token }) => void taken.add(token));
    consumeVerifications(passing(), 1);
    queue.onVerified(async ({ verification }) => void told.add(verification));
    const tokens: number[] = [];
    const deliverAndVerify = async (token: number) => {
      await queue.deliver('s', { ticket: 't1', token });
      await queue.verify(order(`v${token}`));
      return true;
    };
    for (let cut = 1; cut <= 10; cut += 1) {
      tokens.push(cut);
      await redis.client.call('CLIENT', 'KILL', 'SKIPME', 'yes');
      // Refused while the connection is made anew; asked again, as the outbox does.
      const asked = () => deliverAndVerify(cut).catch(() => false);
      await expect.poll(asked, { ...patience, interval: 10 }).toBe(true);
    }
    await expect.poll(() => [...taken].sort((a, b) => a - b), patience).toEqual(tokens);
    await expect.poll(() => told.size, patience).toBe(tokens.length);
  });
});
