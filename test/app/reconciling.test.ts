import { expect, it, onTestFinished } from 'vitest';
import { startReconciling } from '../../src/app/reconciling.ts';
import { realClock } from '../../src/coordinator/real-clock.ts';
import { createLog } from '../../src/log.ts';

const never = 24 * 60 * 60_000;
const wanted = ['first', 'second'].map((type) => ({ stream: 'service/s1' as const, effect: { type } }));

function reconciling(
  settle: (type: string) => Promise<void>,
  warned: string[] = [],
  isAwaited: (effect: { readonly type: string }) => boolean = () => true,
) {
  const log = createLog('warn', { write: (line) => void warned.push(line) });
  const started = startReconciling({
    coordinator: {
      awaited: () => wanted,
      isAwaited: ({ effect }) => isAwaited(effect),
      assignSoon: () => undefined,
    },
    effects: { perform: async () => undefined, settle: ({ type }) => settle(type) },
    everyMs: never,
    clock: realClock,
    log,
  });
  onTestFinished(() => started.stop());
  return started;
}

it('looks at everything once more when it is asked during a pass, however often', async () => {
  const settled: string[] = [];
  let letGo = () => {};
  const held = new Promise<void>((resolve) => {
    letGo = resolve;
  });
  const { now } = reconciling(async (type) => {
    settled.push(type);
    if (settled.length === 2) await held;
  });
  const first = now();
  await expect.poll(() => settled).toEqual(['first', 'second']);
  const asked = [now(), now(), now()];
  letGo();
  await Promise.all([first, ...asked]);
  expect(settled).toEqual(['first', 'second', 'first', 'second']);
});

it('does nothing about what is not awaited any more when its turn comes', async () => {
  const settled: string[] = [];
  const { now } = reconciling(
    async (type) => void settled.push(type),
    [],
    ({ type }) => type !== 'second' || settled.length === 0,
  );
  await now();
  expect(settled).toEqual(['first']);
});

it('says once in a pass what stops everything', async () => {
  const warned: string[] = [];
  const { now } = reconciling(() => Promise.reject(new Error('Redis is down')), warned);
  await now();
  expect(warned).toHaveLength(1);
});

it('starts no further pass once it is stopped', async () => {
  const settled: string[] = [];
  const { now, stop } = reconciling(async (type) => void settled.push(type));
  await stop();
  await now();
  expect(settled).toEqual([]);
});
