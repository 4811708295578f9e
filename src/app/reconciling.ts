import type { Clock } from '../coordinator/clock.port.ts';
import type { HomeCoordinator } from '../coordinator/coordinator.ts';
import { messageOf } from '../errors.ts';
import { faultPoint } from '../fault-points.ts';
import type { Log } from '../log.ts';
import type { Effects } from './effects.ts';

/**
 * Level-triggered underneath: on start, every `everyMs`, and when asked, compares what each machine awaits with the
 * state of that thing and does what was missed. One pass at a time.
 */
export function startReconciling(options: {
  coordinator: Pick<HomeCoordinator, 'awaited' | 'isAwaited' | 'assignSoon'>;
  effects: Effects;
  everyMs: number;
  clock: Clock;
  log: Log;
}) {
  const { coordinator, effects, clock, log } = options;
  let running: Promise<void> | null = null;
  let next: Promise<void> | null = null;
  let cancel: (() => void) | undefined;
  let stopped = false;

  async function pass(): Promise<void> {
    if (stopped) return;
    const told = new Set<string>();
    for (const { effect, stream } of [...coordinator.awaited()]) {
      if (stopped) return;
      // A pass takes time: a pause, or the answer itself, may have come meanwhile.
      if (!coordinator.isAwaited({ effect, stream })) continue;
      faultPoint('app.reconcile.before');
      try {
        await effects.settle(effect, stream);
        faultPoint('app.reconcile.after');
      } catch (error) {
        // One outage stops thousands; the first says what there is to say.
        const why = messageOf(error);
        const level = told.has(why) ? 'debug' : 'warn';
        told.add(why);
        log[level]({ stream, effect: effect.type, error: why }, 'could not reconcile; the next pass will');
      }
    }
    coordinator.assignSoon();
  }

  /** A whole pass that begins from now on: one under way may have looked already at what was lost just now. */
  function now(): Promise<void> {
    if (running) {
      next ??= running.then(() => {
        next = null;
        return now();
      });
      return next;
    }
    running = pass().finally(() => {
      running = null;
    });
    return running;
  }

  function later(): void {
    cancel = clock.after(options.everyMs, () => {
      void now().finally(() => {
        if (!stopped) later();
      });
    });
  }
  later();

  return {
    now,
    async stop(): Promise<void> {
      stopped = true;
      cancel?.();
      await running;
      await next;
    },
  };
}
