import { describe, expect, it } from 'vitest';
import { createMemoryWorkQueue } from '../../src/work-queue/memory-work-queue.ts';
import { order, passing } from './orders.ts';
import { workQueueContract } from './work-queue.contract.ts';

describe('the work queue in memory', () => {
  workQueueContract(async () => {
    const queue = createMemoryWorkQueue();
    return {
      queue,
      consumeDeliveries: queue.consumeDeliveries,
      consumeVerifications: queue.consumeVerifications,
      flush: async () => queue.flush(),
    };
  });

  it('refuses calls while it is set down, and its consumers go on when it is up again', async () => {
    const queue = createMemoryWorkQueue();
    const changes: boolean[] = [];
    const ran: string[] = [];
    queue.onUpChanged((up) => changes.push(up));
    await queue.verify(order('v1'));
    queue.setUp(false);
    queue.consumeVerifications(passing(ran), 1);
    await expect(queue.verify(order('v2'))).rejects.toMatchObject({ code: 'REDIS_UNAVAILABLE' });
    expect(queue.problem).toContain('set down');
    expect(ran).toEqual([]);
    queue.setUp(true);
    await expect.poll(() => ran).toEqual(['v1']);
    expect(changes).toEqual([false, true]);
  });
});
