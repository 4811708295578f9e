import { join } from 'node:path';
import { defaultLimits } from '../../machines/policy/limits.ts';
import { createEffects, verificationFinished } from '../../src/app/effects.ts';
import { HomeCoordinator } from '../../src/coordinator/coordinator.ts';
import { realClock } from '../../src/coordinator/real-clock.ts';
import type { RedisConnection } from '../../src/embedded-redis/redis-server.port.ts';
import { silentLog } from '../../src/log.ts';
import type { Releases } from '../../src/release/release.port.ts';
import { openLibsqlStore } from '../../src/store/libsql-store.ts';
import type { Verifier } from '../../src/verification/verification.port.ts';
import { consumeDeliveries } from '../../src/work-queue/bullmq-delivery-consumer.ts';
import { consumeVerifications } from '../../src/work-queue/bullmq-verification-consumer.ts';
import { createBullMqWorkQueue } from '../../src/work-queue/bullmq-work-queue.ts';
import type { Delivery } from '../../src/work-queue/work-queue.port.ts';
import type { Cleanup } from './cleanup.ts';

export type ScriptedSession = {
  readonly name: string;
  readonly capabilities: readonly string[];
  readonly slots: number;
  readonly take: (delivery: Delivery) => Promise<void>;
};

/** The real coordinator, store, effects and queues; releases that are there the moment they are asked for. */
export async function scriptedLine(
  cleanup: Cleanup,
  options: { readonly redis: RedisConnection; readonly verifier: Verifier; readonly verifications: number },
) {
  const store = openLibsqlStore(join(await cleanup.directory(), 'andon.db'));
  cleanup.add(() => store.close());
  const prefix = 'bench-line';
  const queue = { connection: options.redis, prefix, log: silentLog };
  const workQueue = createBullMqWorkQueue(queue);
  cleanup.add(() => workQueue.close());
  const holder: { coordinator?: HomeCoordinator } = {};
  const now = () => {
    if (!holder.coordinator) throw new TypeError('the coordinator is not there yet');
    return holder.coordinator;
  };
  const effects = createEffects({
    coordinator: now,
    workQueue,
    releases: instantReleases(now),
    publish: async () => undefined,
  });
  let ids = 0;
  const coordinator = new HomeCoordinator({
    store,
    clock: realClock,
    limits: defaultLimits,
    log: silentLog,
    newId: () => `s${++ids}`,
    perform: effects.perform,
  });
  coordinator.setFreshSessions(() => true);
  holder.coordinator = coordinator;
  cleanup.add(() => coordinator.close());
  workQueue.onVerified(async (result) => {
    await coordinator.receive(`service/${result.service}`, verificationFinished(result));
  });
  await coordinator.open();
  const verifications = consumeVerifications({
    ...queue,
    verifier: options.verifier,
    name: 'bench',
    concurrency: options.verifications,
  });
  cleanup.add(() => verifications.close());

  return {
    coordinator,
    store,
    async session({ name, capabilities, slots, take }: ScriptedSession): Promise<void> {
      const consumer = consumeDeliveries({ ...queue, session: name, take });
      cleanup.add(() => consumer.close());
      await coordinator.receive(`session/${name}`, registration(capabilities, slots));
    },
  };
}

export function registration(capabilities: readonly string[], slots: number) {
  return {
    type: 'SessionRegistered' as const,
    capabilities: [...capabilities],
    slots,
    agent: 'bench',
    host: 'here',
    builtIn: false,
    tokenHash: '',
  };
}

export function specSeen(hash: string) {
  return { type: 'SpecSeen' as const, spec: { hash, problems: [], secrets: [], services: [] } };
}

function instantReleases(coordinator: () => HomeCoordinator): Releases {
  const say = (service: string, event: Parameters<HomeCoordinator['receive']>[1]) =>
    coordinator().receive(`service/${service}`, event);
  return {
    async deploy({ service, release }) {
      void say(service.id, { type: 'ReleaseStarted', release });
      void say(service.id, { type: 'ReleaseProved', release, version: '1' });
    },
    async switchTo(service, release) {
      void say(service, { type: 'ReleaseSwitched', release });
    },
    discard: async () => undefined,
    restart: async () => undefined,
    rollBack: async () => undefined,
    stopService: async () => undefined,
    underway: () => false,
    adopt: async () => undefined,
    close: async () => undefined,
  };
}
