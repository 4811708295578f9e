import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import { Worker } from 'bullmq';
import { describe, expect, it } from 'vitest';
import { silentLog } from '../../src/log.ts';
import type { VerificationResult } from '../../src/verification/verification.port.ts';
import { consumeDeliveries } from '../../src/work-queue/bullmq-delivery-consumer.ts';
import { consumeVerifications } from '../../src/work-queue/bullmq-verification-consumer.ts';
import { createBullMqWorkQueue } from '../../src/work-queue/bullmq-work-queue.ts';
import type { Delivery } from '../../src/work-queue/work-queue.port.ts';
import { openQueue, quick } from './open-queue.ts';
import { order, passed, passing } from './orders.ts';
import { realRedis } from './real-redis.ts';
import { workQueueContract } from './work-queue.contract.ts';

const patience = { timeout: 30_000, interval: 20 };

describe('the work queue on BullMQ', () => {
  workQueueContract(() => openQueue({ timing: quick }));

  it('goes on by itself after the server was killed and started again', async () => {
    const { redis, queue, consumeDeliveries, consumeVerifications } = await openQueue();
    const taken: number[] = [];
    const told: string[] = [];
    const changes: boolean[] = [];
    consumeDeliveries('s', async ({ token }) => void taken.push(token));
    consumeVerifications(passing(), 1);
    queue.onVerified(async ({ verification }) => void told.push(verification));
    await queue.deliver('s', { ticket: 't1', token: 1 });
    await expect.poll(() => taken, patience).toEqual([1]);
    queue.onUpChanged((up) => changes.push(up));

    await redis.kill();
    await expect.poll(() => queue.up, patience).toBe(false);
    await expect(queue.deliver('s', { ticket: 't1', token: 2 })).rejects.toMatchObject({
      code: 'REDIS_UNAVAILABLE',
    });
    await redis.start();
    await expect.poll(() => queue.up, patience).toBe(true);
    await queue.deliver('s', { ticket: 't1', token: 2 });
    await queue.verify(order('v1'));
    await expect.poll(() => taken, patience).toEqual([1, 2]);
    await expect.poll(() => told, patience).toContain('v1');
    expect(changes).toEqual([false, true]);
  });

  it('is consumed again after FLUSHALL under running consumers', async () => {
    const { redis, queue, consumeDeliveries, consumeVerifications } = await openQueue();
    const taken: Delivery[] = [];
    const told: string[] = [];
    consumeDeliveries('s', async (delivery) => void taken.push(delivery));
    consumeVerifications(passing(), 1);
    queue.onVerified(async ({ verification }) => void told.push(verification));
    for (const round of [1, 2, 3]) {
      await queue.deliver('s', { ticket: 't1', token: round });
      await queue.verify(order(`v${round}`));
      await expect.poll(() => taken.length, patience).toBe(round);
      await expect.poll(() => told, patience).toContain(`v${round}`);
      await redis.client.flushall();
    }
  });

  it('tells a result that came while it was away, once it is ordered again', async () => {
    const redis = await realRedis();
    const before = await openQueue({ redis });
    await before.queue.verify(order('v1'));
    await before.queue.close();
    const ran: string[] = [];
    before.consumeVerifications(passing(ran), 1);

    const after = await openQueue({ redis });
    await expect.poll(() => after.queue.verificationState('v1'), patience).toBe('finished');
    const told: VerificationResult[] = [];
    after.queue.onVerified(async (result) => void told.push(result));
    await after.queue.verify(order('v1'));
    await expect.poll(() => told, patience).toEqual([passed(order('v1'))]);
    expect(ran).toEqual(['v1']);
  });

  it('tells an order whose verifiers all died as inconclusive, and runs it when it is ordered again', async () => {
    const { redis, queue, consumeVerifications } = await openQueue();
    const told: VerificationResult[] = [];
    queue.onVerified(async (result) => void told.push(result));
    await queue.verify(order('v1'));
    // Does what BullMQ does to a job that stalled more often than allowed.
    const dying = new Worker('verify', null, {
      connection: redis.connection,
      prefix: 'andon-test',
      autorun: false,
    });
    const job = await dying.getNextJob('token');
    await job?.moveToFailed(new Error('job stalled more than allowable limit'), 'token');
    await dying.close();

    await expect
      .poll(() => told, patience)
      .toEqual([
        expect.objectContaining({ verification: 'v1', verdict: 'inconclusive', fault: 'environment' }),
      ]);
    expect(await queue.verificationState('v1')).toBe('failed');
    consumeVerifications(passing(), 1);
    await queue.verify(order('v1'));
    await expect.poll(() => told, patience).toContainEqual(passed(order('v1')));
  });

  it('runs again what a killed verifier was running, as soon as its successor is there', async () => {
    const { redis, queue, consumeVerifications } = await openQueue();
    const file = fileURLToPath(new URL('./run-for-ever.ts', import.meta.url));
    const killed = spawn(process.execPath, ['--import', 'tsx', file, redis.connection.path], {
      stdio: ['ignore', 'ignore', 'inherit'],
    });
    await queue.verify(order('v1'));
    await expect.poll(() => queue.verificationState('v1'), patience).toBe('active');
    killed.kill('SIGKILL');
    await once(killed, 'exit');

    const ran: string[] = [];
    consumeVerifications(passing(ran), 1);
    await expect.poll(() => ran, patience).toEqual(['v1']);
  });

  it('offers again a delivery that was pulled by a connection that ended before it knew', async () => {
    const { redis, queue, consumeDeliveries } = await openQueue();
    await queue.deliver('s', { ticket: 't1', token: 1 });
    // What is left of such a pull: the job is active and locked, and nobody runs it.
    const lost = new Worker('session-s', null, {
      connection: redis.connection,
      prefix: 'andon-test',
      autorun: false,
      lockDuration: 1_000,
    });
    await lost.getNextJob('a token nobody knows');
    await lost.close();
    expect(await queue.deliveryState('s', { ticket: 't1', token: 1 })).toBe('active');
    const taken: Delivery[] = [];
    consumeDeliveries('s', async (delivery) => void taken.push(delivery));
    await expect.poll(() => taken, patience).toEqual([{ ticket: 't1', token: 1 }]);
  });

  it('notices a server that stays silent, and one that answers again', async () => {
    const { redis, queue } = await openQueue();
    await queue.deliver('s', { ticket: 't1', token: 1 });
    redis.signal('SIGSTOP');
    const call = queue.deliver('s', { ticket: 't1', token: 2 });
    await expect(call).rejects.toMatchObject({ code: 'REDIS_UNAVAILABLE' });
    await expect.poll(() => queue.up, patience).toBe(false);
    redis.signal('SIGCONT');
    await expect.poll(() => queue.up, patience).toBe(true);
    await queue.deliver('s', { ticket: 't1', token: 2 });
  });

  it('refuses calls, and closes, where no server ever was', async () => {
    const shared = { connection: { path: '/nonexistent/redis.sock' }, prefix: 'andon-test', log: silentLog };
    const queue = createBullMqWorkQueue(shared);
    const parts = [
      consumeDeliveries({ ...shared, session: 's', take: async () => undefined }),
      consumeVerifications({ ...shared, name: 'home', verifier: passing(), concurrency: 1 }),
    ];
    expect(queue.up).toBe(false);
    expect(queue.problem).toContain('it was never reached');
    // One after the other, as reconcile asks: only the very first may wait for the connection.
    for (let n = 0; n < 100; n += 1) {
      await expect(queue.verify(order('v1'))).rejects.toMatchObject({ code: 'REDIS_UNAVAILABLE' });
    }
    expect(queue.problem).toContain('ENOENT');
    await Promise.all([queue, ...parts].map((part) => part.close()));
  });
});
