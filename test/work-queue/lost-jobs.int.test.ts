import { describe, expect, it } from 'vitest';
import type { VerificationResult } from '../../src/verification/verification.port.ts';
import type { Delivery } from '../../src/work-queue/work-queue.port.ts';
import { openQueue, quick } from './open-queue.ts';
import { held, order, passed, passing } from './orders.ts';

const patience = { timeout: 20_000, interval: 20 };
const delivery: Delivery = { ticket: 't1', token: 1 };
const deliveryKey = 'andon-test:session-s:d-t1-1';
const verificationKey = 'andon-test:verify:v-v1';

describe('the work queue when Redis lost part of a job', () => {
  it('puts back a delivery whose id is still in the list while its data is gone', async () => {
    const { redis, queue, consumeDeliveries } = await openQueue({ timing: quick });
    await queue.deliver('s', delivery);
    expect(await redis.client.del(deliveryKey)).toBe(1);
    const taken: Delivery[] = [];
    consumeDeliveries('s', async (given) => void taken.push(given));
    await queue.deliver('s', { ticket: 't2', token: 1 });
    await expect.poll(() => taken, patience).toContainEqual({ ticket: 't2', token: 1 });
    // What reconcile does: looks, and delivers what is not there.
    await expect
      .poll(async () => {
        const state = await queue.deliveryState('s', delivery);
        if (state === 'missing' || state === 'failed') await queue.deliver('s', delivery);
        return taken;
      }, patience)
      .toContainEqual(delivery);
    await expect.poll(() => queue.deliveryState('s', delivery), patience).toBe('finished');
    expect(taken).toHaveLength(2);
  });

  it('runs an order again whose id is still in the list while its data is gone', async () => {
    const { redis, queue, consumeVerifications } = await openQueue({ timing: quick });
    const told: VerificationResult[] = [];
    const ran: string[] = [];
    queue.onVerified(async (result) => void told.push(result));
    await queue.verify(order('v1'));
    expect(await redis.client.del(verificationKey)).toBe(1);
    queue.onLost(() => void queue.verify(order('v1')));
    consumeVerifications(passing(ran), 1);
    await expect.poll(() => told, patience).toEqual([passed(order('v1'))]);
    expect(ran).toEqual(['v1']);
  });

  it('runs an order again whose data is there while its id is in no list', async () => {
    const { redis, queue, consumeVerifications } = await openQueue({ timing: quick });
    const told: VerificationResult[] = [];
    queue.onVerified(async (result) => void told.push(result));
    await queue.verify(order('v1'));
    expect(await redis.client.lrem('andon-test:verify:wait', 0, 'v-v1')).toBe(1);
    await queue.verify(order('v1'));
    consumeVerifications(passing(), 1);
    await expect.poll(() => told, patience).toEqual([passed(order('v1'))]);
  });

  it('runs an order again whose result cannot be read', async () => {
    const { redis, queue, consumeVerifications } = await openQueue({ timing: quick });
    const told: VerificationResult[] = [];
    const ran: string[] = [];
    queue.onVerified(async (result) => void told.push(result));
    consumeVerifications(passing(ran), 1);
    await queue.verify(order('v1'));
    await expect.poll(() => told, patience).toEqual([passed(order('v1'))]);
    await redis.client.hset(verificationKey, 'returnvalue', '{}');
    await queue.verify(order('v1'));
    await expect.poll(() => told, patience).toEqual([passed(order('v1')), passed(order('v1'))]);
    expect(ran).toEqual(['v1', 'v1']);
  });

  it('tells the result of an order whose data went while it ran, once it is ordered again', async () => {
    const { redis, queue, consumeVerifications } = await openQueue({ timing: quick });
    const told: VerificationResult[] = [];
    const { verifier, started, letGo } = held();
    queue.onVerified(async (result) => void told.push(result));
    consumeVerifications(verifier, 1);
    await queue.verify(order('v1'));
    await expect.poll(() => started, patience).toEqual(['v1']);
    expect(await redis.client.del(verificationKey)).toBe(1);
    queue.onLost(() => void queue.verify(order('v1')));
    letGo();
    await expect
      .poll(() => {
        letGo();
        return told;
      }, patience)
      .toEqual([passed(order('v1'))]);
  });

  it('does not run an order twice at once when everything was lost while it ran', async () => {
    const { queue, consumeVerifications, flush } = await openQueue({ timing: quick });
    const told: VerificationResult[] = [];
    const { verifier, started, letGo } = held();
    queue.onVerified(async (result) => void told.push(result));
    queue.onLost(() => void queue.verify(order('v1')));
    consumeVerifications(verifier, 2);
    await queue.verify(order('v1'));
    await expect.poll(() => started, patience).toEqual(['v1']);
    await flush();
    // Joined, as a second pull of the same order, by the run that is still going.
    await expect.poll(() => queue.verificationState('v1'), patience).toBe('active');
    letGo();
    await expect.poll(() => told, patience).toEqual([passed(order('v1'))]);
    expect(started).toEqual(['v1']);
  });

  it('gives a successor what a predecessor was running, whatever else is broken in the list', async () => {
    const { redis, queue, consumeVerifications } = await openQueue({ timing: quick });
    const { verifier, started } = held();
    consumeVerifications(verifier, 2);
    await queue.verify(order('v1'));
    await queue.verify(order('v2'));
    await expect.poll(() => started, patience).toEqual(['v1', 'v2']);
    expect(await redis.client.del(verificationKey)).toBe(1);
    const ran: string[] = [];
    consumeVerifications(passing(ran), 1);
    await expect.poll(() => ran, patience).toContain('v2');
  });

  it('goes on when the server forgot its scripts', async () => {
    const { redis, queue, consumeDeliveries, consumeVerifications } = await openQueue({ timing: quick });
    const taken: number[] = [];
    const told: string[] = [];
    consumeDeliveries('s', async ({ token }) => void taken.push(token));
    consumeVerifications(passing(), 1);
    queue.onVerified(async ({ verification }) => void told.push(verification));
    for (const round of [1, 2, 3]) {
      await redis.client.script('FLUSH');
      await queue.deliver('s', { ticket: 't1', token: round });
      await queue.verify(order(`v${round}`));
      await expect.poll(() => taken.length, patience).toBe(round);
      await expect.poll(() => told, patience).toContain(`v${round}`);
    }
  });

  it('delivers again what was taken long ago and is no longer kept, and leaves the refusal to its token', async () => {
    const { redis, queue, consumeDeliveries } = await openQueue({ timing: quick });
    const taken: Delivery[] = [];
    consumeDeliveries('s', async (given) => void taken.push(given));
    await queue.deliver('s', delivery);
    await expect.poll(() => queue.deliveryState('s', delivery), patience).toBe('finished');
    await redis.client.del(deliveryKey);
    await redis.client.zrem('andon-test:session-s:completed', 'd-t1-1');
    expect(await queue.deliveryState('s', delivery)).toBe('missing');
    await queue.deliver('s', delivery);
    await expect.poll(() => taken, patience).toEqual([delivery, delivery]);
  });
});
