import type { Clock } from '../coordinator/clock.port.ts';

/** Within how long of which troubles nobody is called dead. */
export type GraceLimits = { readonly leaseExpiryMs: number; readonly leaseSweepMs: number };

/**
 * Decides when silence proves something. It proves nothing within one lease time of the coordinator's start, of a Redis
 * outage, of a stall of this process or of a jump of the clock: the others may have spoken while nobody listened.
 */
export type Grace = {
  /** To be called once per sweep; the monotonic millisecond until which silence proves nothing. */
  observe(): number;
  /** Redis went down (true) or came back (false). */
  outage(down: boolean): void;
};

export function createGrace(clock: Clock, limits: GraceLimits): Grace {
  let until = clock.monotonic() + limits.leaseExpiryMs;
  let down = false;
  let last = { monotonic: clock.monotonic(), wall: clock.now() };

  const extend = (): void => {
    until = clock.monotonic() + limits.leaseExpiryMs;
  };

  return {
    observe() {
      const now = { monotonic: clock.monotonic(), wall: clock.now() };
      const passed = now.monotonic - last.monotonic;
      const drift = Math.abs(now.wall - last.wall - passed);
      last = now;
      if (passed > 2 * limits.leaseSweepMs || drift > limits.leaseSweepMs) extend();
      return down ? Number.POSITIVE_INFINITY : until;
    },
    outage(isDown) {
      down = isDown;
      extend();
    },
  };
}
