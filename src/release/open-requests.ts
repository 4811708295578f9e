import type { Clock } from '../coordinator/clock.port.ts';
import { pause } from './wait.ts';

/** How many requests are under way to each port. */
export interface OpenRequests {
  /** Counts one until the callback handed to `listen` is called. */
  until(port: number, listen: (over: () => void) => void): void;
  drained(port: number, withinMs: number): Promise<void>;
}

const lookEveryMs = 20;

export function openRequests(clock: Clock): OpenRequests {
  const open = new Map<number, number>();
  return {
    until: (port, listen) => {
      open.set(port, (open.get(port) ?? 0) + 1);
      listen(() => {
        const left = (open.get(port) ?? 1) - 1;
        if (left === 0) open.delete(port);
        else open.set(port, left);
      });
    },
    drained: async (port, withinMs) => {
      const deadline = clock.monotonic() + withinMs;
      while (open.has(port) && clock.monotonic() < deadline) await pause(clock, lookEveryMs);
    },
  };
}
