import { Cleanup, expected } from './cleanup.ts';
import { atMost, type Figure, percentile, rounded, spread } from './figure.ts';
import { ownRedis } from './own-redis.ts';
import { scriptedLine, specSeen } from './scripted-line.ts';

const trips = 200;

type Given = { readonly ticket: string; readonly token: number; readonly at: number };

/**
 * On an idle line: from a submission reaching the coordinator to a verifier beginning with it, and from the verifier's
 * verdict to the next ticket (write-tests) in its session's hands. The import of the bundle into git is not in it.
 */
export async function submissionToNext(): Promise<Figure[]> {
  const cleanup = new Cleanup();
  try {
    const redis = await ownRedis(cleanup);
    let begun = expected<number>();
    let finishedAt = 0;
    let given = expected<Given>();
    const { coordinator, session } = await scriptedLine(cleanup, {
      redis,
      verifications: 2,
      verifier: {
        async run({ verification, service }) {
          begun.resolve(performance.now());
          finishedAt = performance.now();
          return {
            verification,
            service: service.id,
            verdict: 'passed',
            reasons: [],
            hasTests: false,
            record: verification,
          };
        },
      },
    });
    const take = async (delivery: { ticket: string; token: number }) =>
      given.resolve({ ...delivery, at: performance.now() });
    for (const [name, capability] of [
      ['builder-1', 'builder'],
      ['builder-2', 'builder'],
      ['tester-1', 'tester'],
      ['tester-2', 'tester'],
    ] as const)
      await session({ name, capabilities: [capability], slots: 64, take });

    const toVerifier: number[] = [];
    const toNext: number[] = [];
    for (let trip = 0; trip < trips; trip += 1) {
      const id = await coordinator.addService(`service-${trip}`);
      given = expected();
      void coordinator.receive(`service/${id}`, specSeen(`spec-${trip}`));
      const { ticket, token } = await given.promise;
      const holder = coordinator.ticket(ticket)?.context.holder ?? '';
      await coordinator.receive(`ticket/${ticket}`, { type: 'WorkStarted', token, session: holder });
      begun = expected();
      given = expected();
      const from = performance.now();
      void coordinator.receive(`ticket/${ticket}`, {
        type: 'SubmissionReceived',
        token,
        session: holder,
        commit: `c${trip}`,
      });
      toVerifier.push((await begun.promise) - from);
      const next = await given.promise;
      toNext.push(next.at - finishedAt);
      // The slot is wanted again; without this the testers were full before the end.
      await coordinator.receive(`service/${id}`, { type: 'ServiceRetired' });
      await coordinator.quiet();
    }
    return [figure('submission-to-verification', toVerifier), figure('verdict-to-next-ticket', toNext)];
  } finally {
    await cleanup.close();
  }
}

function figure(bench: string, samples: readonly number[]): Figure {
  const p50 = rounded(percentile(samples, 0.5));
  return atMost(bench, p50, 'ms p50', 15, { ...spread(samples), samples: samples.length });
}
