import type { Clock } from '../coordinator/clock.port.ts';
import type { Coordinator } from '../coordinator/coordinator.port.ts';
import type { RedisAccess, RedisUser } from '../work-queue/redis-access.port.ts';
import type { WorkQueue } from '../work-queue/work-queue.port.ts';

/**
 * Keeps the users of Redis those of the sessions that are registered: at once when one leaves, when Redis is back (a
 * restart of it forgets them), and every `everyMs`. Returns the stop.
 */
export function keepRedisUsers(options: {
  coordinator: Coordinator;
  access: RedisAccess;
  workQueue: Pick<WorkQueue, 'up' | 'onUpChanged' | 'onLost'>;
  clock: Clock;
  everyMs: number;
}): () => void {
  const { coordinator, access, workQueue, clock, everyMs } = options;
  let cancel = (): void => {};

  const settle = (): void => {
    if (workQueue.up) void access.settle(() => redisUsers(coordinator));
  };
  const later = (): void => {
    cancel = clock.after(everyMs, () => {
      settle();
      later();
    });
  };
  const forget = [
    workQueue.onUpChanged(settle),
    workQueue.onLost(settle),
    coordinator.onCommitted(({ events }) => {
      if (events.some(({ event }) => event.type === 'SessionLeft')) settle();
    }),
    () => cancel(),
  ];
  settle();
  later();
  return () => {
    for (const each of forget) each();
  };
}

function redisUsers(coordinator: Coordinator): RedisUser[] {
  return [...coordinator.sessions()]
    .filter(({ state, context }) => state !== 'gone' && context.tokenHash !== '')
    .map(({ context }) => ({ session: context.name, registration: context.tokenHash }));
}
