import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { type StartedService, startService } from '../acceptance/start-service.ts';
import { type Check, failedCheck, inconclusiveCheck, passedCheck, skippedCheck } from '../check.ts';
import type { GateContext } from '../gate-context.ts';

/** The source system's protocol: answers under 500 ms with ten requests at a time. */
const slowestMs = 500;
const atOnce = 10;
const requests = 50;
const rounds = 2;
/** What a release has between TERM and KILL when it is replaced. */
const stopMs = 10_000;

/** Production readiness: quick answers under load, an end on SIGTERM, a second start on the same data, a README. */
export async function productionLevel(context: GateContext): Promise<Check[]> {
  const { room, stack } = context;
  const data = join(room.directory, 'production-data');
  const release = `r-${context.random.fork('production').word(10)}`;
  const options = { data, release, withinMs: context.startMs };
  const first = await startService(room, stack, options);
  if ('problem' in first) return [notStarted('production.start', first.problem)];
  const checks = [await answersQuickly(first.service), await stopsInOrder(first.service)];
  const second = await startService(room, stack, options);
  if ('problem' in second) {
    const again = notStarted('production.restart', second.problem);
    return [...checks, again];
  }
  await second.service.stop(0);
  return [...checks, passedCheck('production.restart'), readme(room.build)];
}

/** The best of a few rounds counts: what is measured is the service, and not what else this machine does. */
async function answersQuickly(service: StartedService): Promise<Check> {
  let best = Number.POSITIVE_INFINITY;
  for (let round = 0; round < rounds && best > slowestMs; round += 1) {
    const times: number[] = [];
    for (let sent = 0; sent < requests; sent += atOnce) {
      await Promise.all(
        Array.from({ length: atOnce }, async () => {
          const began = performance.now();
          const { answer } = await service.ask({ method: 'GET', path: '/health' });
          times.push(answer?.status === 200 ? performance.now() - began : Number.POSITIVE_INFINITY);
        }),
      );
    }
    times.sort((a, b) => a - b);
    best = Math.min(best, times[Math.floor(times.length * 0.95)] ?? best);
  }
  const facts = { p95Ms: Number.isFinite(best) ? Math.round(best) : -1, requests, atOnce };
  return best <= slowestMs
    ? passedCheck('production.responses', { facts })
    : failedCheck(
        'production.responses',
        [
          Number.isFinite(best)
            ? `GET /health takes ${Math.round(best)} ms at the 95th percentile with ${atOnce} requests at a time; ${slowestMs} ms is asked for`
            : `GET /health does not answer 200 each time with ${atOnce} requests at a time`,
        ],
        { facts },
      );
}

async function stopsInOrder(service: StartedService): Promise<Check> {
  await service.stop(stopMs);
  const ended = service.ended();
  return ended?.signal === 'SIGKILL' || ended?.exit === 137
    ? failedCheck('production.stops', [
        `It does not end within ${stopMs / 1_000} s of SIGTERM: close its server and its timers then`,
      ])
    : passedCheck('production.stops');
}

function notStarted(name: string, problem: { readonly kind: string; readonly text: string }): Check {
  return ['missing', 'failed', 'occupied'].includes(problem.kind)
    ? inconclusiveCheck(name, 'environment', problem.text)
    : failedCheck(name, [
        name === 'production.restart'
          ? `It does not start a second time on the same data: ${problem.text}`
          : `It does not start: ${problem.text}`,
      ]);
}

function readme(build: string): Check {
  return ['README.md', 'README.rst', 'README.txt', 'README', 'readme.md'].some((name) =>
    existsSync(join(build, name)),
  )
    ? passedCheck('production.readme')
    : skippedCheck('production.readme', 'BUILD/ has no README.md: say there how it is run and what it needs');
}
