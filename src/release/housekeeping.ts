import { messageOf } from '../errors.ts';
import type { Yard } from './release-yard.ts';
import type { Slot } from './service-slot.ts';

/** Every `everyMs`: logs over their size are rotated and the measured uptime is kept. `stop` keeps it a last time. */
export function keepHouse(
  yard: Yard,
  slots: ReadonlyMap<string, Slot>,
  everyMs: number,
): { stop(): Promise<void> } {
  const { clock, log, logs, prober, records } = yard;

  const rotate = async (): Promise<void> => {
    for (const { service, serving, candidates } of slots.values()) {
      const running = serving ? [serving, ...candidates.values()] : [...candidates.values()];
      for (const { release } of running) await logs.rotate(service, release);
    }
  };
  const keepUptime = async (): Promise<void> => {
    for (const { service, serving } of slots.values()) {
      const measured = prober.measured(service);
      if (!serving || !measured) continue;
      await records.writeUptime(service, { release: serving.release, ...measured.counts });
    }
  };
  const attempt = (work: () => Promise<void>): Promise<void> =>
    work().catch((error: unknown) =>
      log.warn({ reason: messageOf(error) }, 'housekeeping of releases failed'),
    );

  let stopped = false;
  let cancel = () => {};
  const later = (): void => {
    cancel = clock.after(everyMs, async () => {
      await attempt(rotate);
      await attempt(keepUptime);
      if (!stopped) later();
    });
  };
  later();
  return {
    stop: async () => {
      stopped = true;
      cancel();
      await attempt(keepUptime);
    },
  };
}
