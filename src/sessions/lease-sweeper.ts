import type { Limits } from '../../machines/policy/limits.ts';
import type { Clock } from '../coordinator/clock.port.ts';
import type { Coordinator } from '../coordinator/coordinator.port.ts';
import { messageOf } from '../errors.ts';
import type { Log } from '../log.ts';
import type { Holding, Leases } from './leases.ts';
import type { UsageBook } from './usage-book.ts';

export type LeaseSweeper = {
  start(): void;
  /** Ends what is over now and resolves when that is durable. */
  sweep(): Promise<void>;
  stop(): void;
};

/** Looks at all leases and sessions every `leaseSweepMs` and journals those that ran out. */
export function createLeaseSweeper(deps: {
  coordinator: Coordinator;
  leases: Leases;
  usage: UsageBook;
  clock: Clock;
  limits: Pick<Limits, 'leaseSweepMs'>;
  log: Log;
}): LeaseSweeper {
  const { coordinator, leases, usage, clock, limits, log } = deps;
  let cancel: (() => void) | undefined;
  let stopped = false;

  const sweep = async (): Promise<void> => {
    const { expired, silent } = leases.sweep(heldNow(coordinator), speakingNow(coordinator));
    // The silent first: what their lost leases open must not be given to them again.
    await Promise.all([
      ...silent.map((session) => coordinator.receive(`session/${session}`, { type: 'SessionFellSilent' })),
      ...expired.map(({ ticket, token, session }) => {
        usage.beforeEnd(ticket);
        return coordinator.receive(`ticket/${ticket}`, { type: 'LeaseExpired', token, session });
      }),
    ]);
    for (const { ticket, session } of expired) log.warn({ ticket, session }, 'lease expired');
    for (const session of silent) log.warn({ session }, 'session fell silent');
  };

  const loop = (): void => {
    cancel = clock.after(limits.leaseSweepMs, () => {
      // What could not be written is found over again by the next sweep.
      sweep()
        .catch((error: unknown) => log.error({ error: messageOf(error) }, 'lease sweep failed'))
        .finally(() => {
          if (!stopped) loop();
        });
    });
  };

  return {
    start: loop,
    sweep,
    stop() {
      stopped = true;
      cancel?.();
    },
  };
}

function* heldNow(coordinator: Coordinator): Iterable<Holding> {
  for (const { context, state } of coordinator.tickets()) {
    if (state !== 'held' || context.holder === null) continue;
    yield { ticket: context.id, token: context.token, session: context.holder };
  }
}

function* speakingNow(coordinator: Coordinator): Iterable<string> {
  for (const { context, state } of coordinator.sessions()) {
    if (state !== 'silent' && state !== 'gone') yield context.name;
  }
}
