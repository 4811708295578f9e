import { Cleanup, until } from './cleanup.ts';
import { atLeast, type Figure, rounded } from './figure.ts';
import { ownRedis } from './own-redis.ts';
import { rawChain } from './raw-bullmq.ts';
import { scriptedLine, specSeen } from './scripted-line.ts';

const sizes = [500, 1_000] as const;
const sessions = 8;
/** What one session's queue takes side by side. */
const deliveriesAtOnce = 4;
const verifications = 16;

/**
 * Whole lines a second with no-op work, from the spec's fact to PRODUCTION, beside the same three jobs (build, test,
 * deploy) chained by hand on plain BullMQ: same Redis, same process, same widths, one right after the other.
 */
export async function wholeLine(): Promise<Figure[]> {
  const cleanup = new Cleanup();
  try {
    const redis = await ownRedis(cleanup);
    const raw = await rawChain(cleanup, {
      redis,
      build: sessions * deliveriesAtOnce,
      test: verifications,
      deploy: verifications,
    });
    await raw(1_000);
    const line = await openLine(cleanup, redis);
    await line(1_000);
    const results = [];
    for (const services of sizes) {
      const rawPerSecond = await raw(services);
      const linePerSecond = await line(services);
      results.push({ services, linePerSecond, rawPerSecond, ratio: linePerSecond / rawPerSecond });
    }
    const slowest = Math.min(...results.map((result) => result.linePerSecond));
    const least = Math.min(...results.map((result) => result.ratio));
    const runs = results.map((result) => ({
      services: result.services,
      line: rounded(result.linePerSecond),
      raw: rounded(result.rawPerSecond),
      ratio: rounded(result.ratio),
    }));
    return [
      atLeast('whole-line', slowest, 'services/s', 150, { runs }),
      atLeast('whole-line-against-bullmq', least, 'ratio', 0.25, { runs }),
    ];
  } finally {
    await cleanup.close();
  }
}

async function openLine(cleanup: Cleanup, redis: Awaited<ReturnType<typeof ownRedis>>) {
  const { coordinator, session } = await scriptedLine(cleanup, {
    redis,
    verifications,
    verifier: {
      run: async ({ verification, service }) => ({
        verification,
        service: service.id,
        verdict: 'passed',
        reasons: [],
        hasTests: true,
        tests: { passed: 1, failed: 0, skipped: 0, total: 1 },
        record: verification,
      }),
    },
  });
  let shipped = 0;
  coordinator.onCommitted(({ events }) => {
    for (const { event } of events) if (event.type === 'ReleaseSwitched') shipped += 1;
  });
  for (let index = 0; index < sessions; index += 1) {
    const name = `builder-${index}`;
    await session({
      name,
      capabilities: ['builder', 'tester'],
      slots: 64,
      take: async ({ ticket, token }) => {
        const stream = `ticket/${ticket}` as const;
        await coordinator.receive(stream, { type: 'WorkStarted', token, session: name });
        const commit = `c-${ticket}`;
        await coordinator.receive(stream, { type: 'SubmissionReceived', token, session: name, commit });
      },
    });
  }
  let round = 0;
  return async (services: number): Promise<number> => {
    round += 1;
    shipped = 0;
    const started = performance.now();
    for (let index = 0; index < services; index += 1) {
      void coordinator
        .addService(`service-${round}-${index}`)
        .then((id) => coordinator.receive(`service/${id}`, specSeen(`spec-${round}-${index}`)));
    }
    await until(`${services} services are shipped`, () => shipped >= services);
    const perSecond = services / ((performance.now() - started) / 1_000);
    await coordinator.quiet();
    return perSecond;
  };
}
