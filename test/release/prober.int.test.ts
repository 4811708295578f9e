import { createServer, type Server } from 'node:http';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { defaultLimits } from '../../machines/policy/limits.ts';
import type { Clock } from '../../src/coordinator/clock.port.ts';
import { realClock } from '../../src/coordinator/real-clock.ts';
import { createProber, type Prober, type ProberOptions } from '../../src/release/prober.ts';
import { until } from './bench-yard.ts';

type Said = { service: string; health: string; cause?: string; reason?: string };

const servers = new Map<string, { server: Server; port: number; status: number; asked: number }>();
let said: Said[];
let prober: Prober;

beforeEach(async () => {
  said = [];
  for (const service of ['a', 'b', 'c']) {
    const entry = { server: createServer(), port: 0, status: 200, asked: 0 };
    entry.server.on('request', (_request, response) => {
      entry.asked += 1;
      response.writeHead(entry.status).end();
    });
    await new Promise<void>((resolve) => entry.server.listen(0, '127.0.0.1', resolve));
    const address = entry.server.address();
    entry.port = typeof address === 'object' && address ? address.port : 0;
    servers.set(service, entry);
  }
});

afterEach(async () => {
  prober.close();
  for (const { server } of servers.values()) {
    server.closeAllConnections();
    await new Promise((resolve) => server.close(resolve));
  }
});

function open(more: Partial<ProberOptions['limits']> = {}, clock: Clock = realClock): void {
  prober = createProber({
    limits: { ...defaultLimits, probeEveryMs: 20, ...more },
    clock,
    onVerdict: ({ service }, verdict) => {
      said.push({ service, ...verdict });
    },
  });
  for (const [service, { port }] of servers) {
    const counts = { passed: 0, total: 0 };
    prober.watch({ service, release: 'r1', port, alive: () => true }, { known: false, counts });
  }
}

function answer(service: string, status: number): void {
  const entry = servers.get(service);
  if (entry) entry.status = status;
}

const heard = (service: string, more: Partial<Said>) =>
  said.some(
    (verdict) =>
      verdict.service === service &&
      Object.entries(more).every(([key, value]) => Reflect.get(verdict, key) === value),
  );

describe('the prober', () => {
  it('says once that a service is well, and measures on', async () => {
    open();
    await until(() => (prober.measured('a')?.counts.total ?? 0) > 10);
    expect(said.filter(({ service }) => service === 'a')).toEqual([{ service: 'a', health: 'passed' }]);
    expect(prober.measured('a')?.probedAt).not.toBeNull();
  });

  it('blames one that fails alone', async () => {
    open();
    answer('b', 500);
    await until(() => heard('b', { health: 'failed', cause: 'service' }));
  });

  it('blames the environment for three, and later the one that stays ill when the others are well', async () => {
    open({ commonCauseWindowMs: 200, probeFails: 2 });
    for (const service of servers.keys()) answer(service, 500);
    await until(() => heard('a', { cause: 'environment' }));
    await until(() => heard('c', { cause: 'environment' }));
    answer('b', 200);
    answer('c', 200);
    await until(() => heard('a', { cause: 'service' }));
    expect(heard('b', { cause: 'service' })).toBe(false);
  });

  it('does not count a miss when it is this machine that is late', async () => {
    let jumps = 0;
    const jumping: Clock = {
      ...realClock,
      monotonic: () => realClock.monotonic() + jumps * 10_000,
      after: (ms, callback) =>
        realClock.after(ms, () => {
          jumps += 1;
          callback();
        }),
    };
    for (const service of servers.keys()) answer(service, 500);
    open({}, jumping);
    await until(() => [...servers.values()].every(({ asked }) => asked > 8));
    expect(said).toEqual([]);
    expect(prober.measured('a')?.counts.total).toBe(0);
  });

  it('says at once that a process ended, and no more until it is watched anew', async () => {
    open();
    await until(() => heard('a', { health: 'passed' }));
    prober.failed('a', 'r0', 'of another release');
    prober.failed('a', 'r1', 'the process exited with code 1');
    await until(() => heard('a', { reason: 'the process exited with code 1' }));
    prober.failed('a', 'r1', 'again');
    expect(said.filter(({ health }) => health === 'failed')).toHaveLength(1);
  });
});
