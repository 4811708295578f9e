import { expect, it } from 'vitest';
import type { TicketEffect } from '../../machines/ticket/ticket.effects.ts';
import { createEffects } from '../../src/app/effects.ts';
import { createMemoryWorkQueue } from '../../src/work-queue/memory-work-queue.ts';
import type { Delivery } from '../../src/work-queue/work-queue.port.ts';

const nothing = async () => undefined;

function settling() {
  const workQueue = createMemoryWorkQueue();
  const effects = createEffects({
    coordinator: () => {
      throw new TypeError('a delivery asks for no service');
    },
    workQueue,
    releases: {
      deploy: nothing,
      switchTo: nothing,
      discard: nothing,
      restart: nothing,
      rollBack: nothing,
      stopService: nothing,
      underway: () => false,
      adopt: nothing,
      close: nothing,
    },
    publish: nothing,
  });
  const delivery: Delivery = { ticket: 't1', token: 1 };
  const wanted: TicketEffect = { type: 'deliver', session: 's', ...delivery };
  const settle = () => effects.settle(wanted, 'ticket/t1');
  return { workQueue, delivery, settle };
}

it('delivers again what a session could not take until its tries were used up', async () => {
  const { workQueue, delivery, settle } = settling();
  await settle();
  const away = workQueue.consumeDeliveries('s', () => Promise.reject(new Error('the API is away')));
  await expect.poll(() => workQueue.deliveryState('s', delivery)).toBe('failed');
  await away.close();
  await settle();
  const taken: Delivery[] = [];
  workQueue.consumeDeliveries('s', async (given) => void taken.push(given));
  await expect.poll(() => taken).toEqual([delivery]);
});

it('leaves alone what was taken', async () => {
  const { workQueue, delivery, settle } = settling();
  const taken: Delivery[] = [];
  await settle();
  workQueue.consumeDeliveries('s', async (given) => void taken.push(given));
  await expect.poll(() => workQueue.deliveryState('s', delivery)).toBe('finished');
  await settle();
  expect(await workQueue.deliveryState('s', delivery)).toBe('finished');
  expect(taken).toEqual([delivery]);
});
