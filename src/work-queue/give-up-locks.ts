import { Queue, type QueueOptions, type Worker } from 'bullmq';
import { closeInTime } from './deadline.ts';
import { VERIFY_QUEUE } from './queue-names.ts';

/**
 * Removes the locks of verifications that a consumer called `name` was running. Only its successor may call this,
 * before it runs anything itself: the jobs then count as stalled, and the next look for those puts them back.
 */
export async function giveUpLocks(
  name: string,
  { closeMs, ...options }: QueueOptions & { readonly closeMs: number },
): Promise<void> {
  const queue = new Queue(VERIFY_QUEUE, options);
  queue.on('error', () => undefined);
  try {
    const client = await queue.getBackend().client;
    for (const job of await queue.getActive()) {
      if (job.id !== undefined && job.processedBy === name) await client.del(`${queue.toKey(job.id)}:lock`);
    }
  } finally {
    await closeInTime(
      closeMs,
      () => queue.close(),
      () => queue.disconnect().catch(() => undefined),
    );
  }
}

/**
 * Gives up the lock of a job that ended here and could not be moved, because its data is gone: it then counts as stalled
 * at once, fails for good, and can be ordered anew.
 */
export async function giveUpLostJob(worker: Worker, error: Error): Promise<void> {
  const id = /Missing key for job (\S+)\. moveTo/.exec(error.message)?.[1];
  if (id === undefined) return;
  const client = await worker.getBackend().client;
  await client.del(`${worker.toKey(id)}:lock`);
}
