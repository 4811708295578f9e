import { messageOf } from '../errors.ts';
import type { Log } from '../log.ts';
import type { Unavailable, WorkerOptions } from './worker-options.ts';

const everyMs = 5 * 60_000;

/** What was found when it was last looked whether the agent can work. */
export type Probing = {
  /** Undefined where nobody looks, or nobody has yet. */
  latest(): readonly Unavailable[] | undefined;
  /** Looks again, where it is time; never rejects, and keeps what was found before when looking fails. */
  look(): Promise<void>;
};

export function createProbing({
  probe,
  probeEveryMs,
  log,
}: Pick<WorkerOptions, 'probe' | 'probeEveryMs'> & { log: Log }): Probing {
  let found: readonly Unavailable[] | undefined;
  let lookedAt: number | undefined;
  let looking: Promise<void> | undefined;

  const look = async (ask: NonNullable<WorkerOptions['probe']>): Promise<void> => {
    try {
      const now = (await ask())
        .slice(0, 20)
        .map(({ capability, reason }) => ({ capability, reason: reason.slice(0, 300) }));
      if (JSON.stringify(now) !== JSON.stringify(found ?? []))
        log.warn({ unavailable: now }, 'what can be done has changed');
      found = now;
    } catch (error) {
      log.warn({ error: messageOf(error) }, 'whether the agent can work could not be found out');
    }
  };

  return {
    latest: () => found,
    look() {
      const isTime = lookedAt === undefined || performance.now() - lookedAt >= (probeEveryMs ?? everyMs);
      if (!probe || !isTime) return looking ?? Promise.resolve();
      lookedAt = performance.now();
      looking ??= look(probe).finally(() => {
        looking = undefined;
      });
      return looking;
    },
  };
}
