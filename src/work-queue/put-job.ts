import type { JobsOptions, Queue } from 'bullmq';
import type { Redis } from 'ioredis';
import type { JobState } from './work-queue.port.ts';

export type JobKind = {
  readonly options: JobsOptions;
  /** Of the queue's event stream, about so many entries are kept. */
  readonly eventsKept: number;
};

const DAY_S = 24 * 60 * 60;
const kept = {
  removeOnComplete: { age: DAY_S, count: 1_000 },
  removeOnFail: { age: 7 * DAY_S, count: 1_000 },
};

/** A worker that cannot take a delivery just now (the API is away) is offered it again. Its events have no reader. */
export const deliveryKind: JobKind = {
  options: { ...kept, attempts: 40, backoff: { type: 'fixed', delay: 500 } },
  eventsKept: 50,
};
export const verificationKind: JobKind = {
  options: { ...kept, attempts: 1 },
  eventsKept: 1_000,
};

/** Adds a job whose id may exist already; one that failed for good is put back. Returns where it stood before. */
export async function putJob(
  queue: Queue,
  client: Redis,
  job: { readonly kind: JobKind; readonly name: string; readonly id: string; readonly data: object },
): Promise<JobState> {
  const { kind, name, id, data } = job;
  const state = stateOf(await queue.getJobState(id));
  if (state !== 'failed' && state !== 'missing') return state;
  // One that Redis lost from every list may have its data there still, and adding it would change nothing then.
  await queue.remove(id);
  await Promise.all([
    // BullMQ writes this once, when the queue object is made: with Redis away then, or flushed since, the stream grows.
    client.hset(queue.toKey('meta'), 'opts.maxLenEvents', kind.eventsKept),
    queue.add(name, data, { ...kind.options, jobId: id }),
  ]);
  return state;
}

export function stateOf(state: Awaited<ReturnType<Queue['getJobState']>>): JobState {
  if (state === 'unknown') return 'missing';
  if (state === 'completed') return 'finished';
  if (state === 'active' || state === 'failed') return state;
  return 'waiting';
}
