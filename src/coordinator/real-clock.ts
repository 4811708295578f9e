import type { Clock } from './clock.port.ts';

/** The machine's clock. */
export const realClock: Clock = {
  now: () => Date.now(),
  monotonic: () => performance.now(),
  after: (ms, callback) => {
    // setTimeout takes at most 2^31-1 ms; longer waits are cut there and armed again by reconcile.
    const handle = setTimeout(callback, Math.min(ms, 2_147_483_647));
    return () => clearTimeout(handle);
  },
};
