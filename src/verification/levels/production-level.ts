import { once } from 'node:events';
import { existsSync } from 'node:fs';
import { createServer } from 'node:http';
import { join } from 'node:path';
import { askHttp } from '../acceptance/http-ask.ts';
import { type StartedService, startService } from '../acceptance/start-service.ts';
import { type Check, failedCheck, inconclusiveCheck, passedCheck, skippedCheck } from '../check.ts';
import type { GateContext } from '../gate-context.ts';

/** The source system's protocol asks for answers under 500 ms. */
const slowestMs = 500;
/** Fewer than the five connections that Python's plain server lets wait: a sixth tries again after a second. */
const atOnce = 4;
const requests = 48;
const rounds = 2;
/** An idle machine answers from an empty server in a few milliseconds: 25 for what may take 500 is a busy one. */
const busyFactor = 20;
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
  const health = async () => (await service.ask({ method: 'GET', path: '/health' })).answer?.status === 200;
  let best = Number.POSITIVE_INFINITY;
  for (let round = 0; round < rounds && best > slowestMs; round += 1) {
    best = Math.min(best, await p95Of(health));
  }
  const facts = { p95Ms: Number.isFinite(best) ? Math.round(best) : -1, requests, atOnce };
  if (best <= slowestMs) return passedCheck('production.responses', { facts });
  const name = 'production.responses';
  if (!Number.isFinite(best)) {
    const reason = `GET /health does not answer 200 each time with ${atOnce} requests at a time`;
    return failedCheck(name, [reason], { facts });
  }
  const emptyMs = await emptyServerMs();
  if (best < emptyMs * busyFactor)
    return skippedCheck(name, 'this machine is too busy to measure answers on it', { facts });
  const reason = `GET /health takes ${Math.round(best)} ms at the 95th percentile with ${atOnce} requests at a time; ${slowestMs} ms is asked for`;
  return failedCheck(name, [reason], { facts: { ...facts, emptyMs: Math.round(emptyMs) } });
}

/** In milliseconds; infinite where a request was not answered well. */
async function p95Of(ask: () => Promise<boolean>): Promise<number> {
  const times: number[] = [];
  for (let sent = 0; sent < requests; sent += atOnce) {
    await Promise.all(
      Array.from({ length: atOnce }, async () => {
        const began = performance.now();
        times.push((await ask()) ? performance.now() - began : Number.POSITIVE_INFINITY);
      }),
    );
  }
  times.sort((a, b) => a - b);
  return times[Math.floor(times.length * 0.95)] ?? Number.POSITIVE_INFINITY;
}

/** The same requests to a server of our own that does nothing: what this machine takes for them just now. */
async function emptyServerMs(): Promise<number> {
  const server = createServer((_request, response) => response.end());
  await once(server.listen(0, '127.0.0.1'), 'listening');
  const address = server.address();
  const port = typeof address === 'object' && address !== null ? address.port : 0;
  const ask = async () =>
    (await askHttp({ port }, `127.0.0.1:${port}`, { method: 'GET', path: '/' })).answer !== null;
  const took = await p95Of(ask);
  server.closeAllConnections();
  await once(server.close(), 'close');
  return took;
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
