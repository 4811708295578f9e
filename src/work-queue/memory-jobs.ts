import type { JobState } from './work-queue.port.ts';

type Job<Data, Result> = {
  readonly id: string;
  readonly data: Data;
  state: JobState;
  tries: number;
  result?: Result;
};

type Consumer<Data, Result> = {
  readonly concurrency: number;
  readonly work: (data: Data, signal: AbortSignal) => Promise<Result>;
  readonly running: Map<Job<Data, Result>, AbortController>;
};

/** One queue in memory: jobs by id, oldest first, each tried up to `tries` times. */
export function createMemoryJobs<Data, Result>(tries: number, schedule: (step: () => void) => void) {
  const jobs = new Map<string, Job<Data, Result>>();
  const consumers = new Set<Consumer<Data, Result>>();
  let stopped = false;

  function wake(): void {
    schedule(() => {
      for (const consumer of consumers) {
        while (!stopped && consumer.running.size < consumer.concurrency) {
          const job = [...jobs.values()].find((candidate) => candidate.state === 'waiting');
          if (!job) return;
          void run(consumer, job);
        }
      }
    });
  }

  async function run(consumer: Consumer<Data, Result>, job: Job<Data, Result>): Promise<void> {
    const abort = new AbortController();
    consumer.running.set(job, abort);
    job.state = 'active';
    job.tries += 1;
    try {
      job.result = await consumer.work(structuredClone(job.data), abort.signal);
      job.state = 'finished';
    } catch {
      job.state = job.tries < tries ? 'waiting' : 'failed';
    }
    if (abort.signal.aborted) job.state = 'waiting';
    consumer.running.delete(job);
    wake();
  }

  return {
    /** Adds a job; one with this id that is there stays as it is, unless it failed for good. */
    add(id: string, data: Data): void {
      const known = jobs.get(id);
      if (known && known.state !== 'failed') return;
      jobs.delete(id);
      jobs.set(id, { id, data: structuredClone(data), state: 'waiting', tries: 0 });
      wake();
    },
    removeWaiting(id: string): void {
      if (jobs.get(id)?.state !== 'active') jobs.delete(id);
    },
    state: (id: string): JobState => jobs.get(id)?.state ?? 'missing',
    result(id: string): Result | undefined {
      const job = jobs.get(id);
      return job?.state === 'finished' ? job.result : undefined;
    },
    consume(concurrency: number, work: Consumer<Data, Result>['work']): { close(): Promise<void> } {
      const consumer: Consumer<Data, Result> = { concurrency, work, running: new Map() };
      consumers.add(consumer);
      wake();
      return {
        async close() {
          consumers.delete(consumer);
          for (const abort of consumer.running.values()) abort.abort(new Error('this consumer is closing'));
        },
      };
    },
    stop(): void {
      stopped = true;
    },
    start(): void {
      stopped = false;
      wake();
    },
    lose(): void {
      jobs.clear();
    },
  };
}
