import type { Worker } from 'bullmq';
import type { Log } from '../log.ts';

/**
 * Runs a BullMQ worker until `ending` aborts. Its loop survives a lost connection by itself; this starts it again
 * where it ended for any other reason, looking every `watchMs`.
 */
export function keepRunning(
  worker: Worker,
  ending: AbortSignal,
  { log, watchMs }: { readonly log: Log; readonly watchMs: number },
): void {
  const run = () => {
    if (ending.aborted || worker.isRunning()) return;
    worker.run().catch((error) => log.warn({ err: error, queue: worker.name }, 'a queue’s consumer ended'));
  };
  run();
  const timer = setInterval(run, watchMs);
  timer.unref();
  ending.addEventListener('abort', () => clearInterval(timer));
}
