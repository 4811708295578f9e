import { type ConnectionOptions, Queue, Worker } from 'bullmq';
import { Redis } from 'ioredis';
import type { RedisConnection } from '../../src/embedded-redis/redis-server.port.ts';
import { type Cleanup, until } from './cleanup.ts';

/** Three jobs chained by hand: each worker adds the next job. Resolves to a function that runs `n` chains, chains a second. */
export async function rawChain(
  cleanup: Cleanup,
  options: {
    readonly redis: RedisConnection;
    readonly build: number;
    readonly test: number;
    readonly deploy: number;
  },
): Promise<(chains: number) => Promise<number>> {
  const { redis } = options;
  const client =
    'path' in redis ? new Redis({ path: redis.path }) : new Redis(redis.url, { maxRetriesPerRequest: null });
  client.setMaxListeners(0);
  cleanup.add(() => client.disconnect());
  const prefix = 'bench-raw';
  // The one cast to BullMQ's own idea of an ioredis client, whose types lag behind (bullmq#4595).
  const connection = client as unknown as ConnectionOptions;
  const kept = {
    removeOnComplete: { age: 86_400, count: 1_000 },
    removeOnFail: { age: 86_400, count: 1_000 },
  };
  const queueOf = (name: string) => {
    const queue = new Queue(name, { connection, prefix });
    cleanup.add(() => queue.close());
    return queue;
  };
  const build = queueOf('build');
  const test = queueOf('test');
  const deploy = queueOf('deploy');
  let done = 0;
  const workerOf = async (name: string, concurrency: number, run: (n: unknown) => Promise<unknown>) => {
    const worker = new Worker(name, async (job) => void (await run(job.data.n)), {
      connection: { ...redis, maxRetriesPerRequest: null },
      prefix,
      concurrency,
    });
    await worker.waitUntilReady();
    cleanup.add(() => worker.close());
  };
  await workerOf('build', options.build, (n) => test.add('test', { n }, { ...kept, jobId: `t-${n}` }));
  await workerOf('test', options.test, (n) => deploy.add('deploy', { n }, { ...kept, jobId: `d-${n}` }));
  await workerOf('deploy', options.deploy, async () => {
    done += 1;
  });
  let next = 0;
  return async (chains) => {
    done = 0;
    const started = performance.now();
    for (let index = 0; index < chains; index += 1) {
      next += 1;
      void build.add('build', { n: next }, { ...kept, jobId: `b-${next}` });
    }
    await until(`${chains} chains are done`, () => done >= chains);
    return chains / ((performance.now() - started) / 1_000);
  };
}
