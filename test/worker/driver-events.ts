import type { DriverEvents } from '../../src/worker/driver.port.ts';

/** Hears what a driver says and does nothing with it, but for what a test wants to hear. */
export function driverEvents(heard: Partial<DriverEvents> = {}): DriverEvents {
  return {
    progress: () => undefined,
    log: () => undefined,
    act: () => undefined,
    usage: () => undefined,
    resumable: () => undefined,
    ask: async () => undefined,
    ...heard,
  };
}
