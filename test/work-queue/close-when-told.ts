import { silentLog } from '../../src/log.ts';
import { consumeDeliveries } from '../../src/work-queue/bullmq-delivery-consumer.ts';
import { consumeVerifications } from '../../src/work-queue/bullmq-verification-consumer.ts';
import { createBullMqWorkQueue } from '../../src/work-queue/bullmq-work-queue.ts';
import { order } from './orders.ts';

/**
 * Opens everything on the queue, says so, closes it all when told to, and ends as the program itself does: a worker of
 * BullMQ that had to be forced may leave timers behind, which would keep a process without an end of its own.
 */
const shared = {
  connection: { url: process.argv[2] ?? '' },
  prefix: 'andon-test',
  log: silentLog,
  timing: { closeMs: 1_000 },
};
const queue = createBullMqWorkQueue(shared);
const deliveries = consumeDeliveries({ ...shared, session: 's', take: async () => undefined });
let running = () => {};
const runs = new Promise<void>((resolve) => {
  running = resolve;
});
const verifications = consumeVerifications({
  ...shared,
  name: 'home',
  concurrency: 1,
  verifier: {
    run(_order, signal) {
      running();
      return new Promise((_, reject) => signal.addEventListener('abort', () => reject(signal.reason)));
    },
  },
});
await queue.verify(order('v1'));
await runs;
process.stdout.write('open\n');
process.stdin.once('data', async () => {
  process.stdin.destroy();
  await Promise.all([queue, deliveries, verifications].map((part) => part.close()));
  process.stdout.write('closed\n', () => process.exit(0));
});
