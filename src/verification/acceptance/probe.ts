import type { Quote } from './spec-view.ts';
import type { World } from './world.ts';

/** One thing the spec says, tried on the running service. */
export type Probe = {
  readonly quote: Quote;
  /** `empty` before anything is stored, `fresh` while little is, `last` for what stores much. */
  readonly when?: 'empty' | 'fresh' | 'last';
  /** Holds however much is stored: tried once more after further requests, and as the gateway asks. */
  readonly again?: true;
  /** Throws `Broken` for what does not hold. What it returns is run after the service was stopped and started again. */
  run(world: World): Promise<(() => Promise<void>) | undefined>;
};

/** What the spec says does not hold: the request, and what was answered. */
export class Broken extends Error {
  override readonly name = 'Broken';
}

/** The spec leaves open what was looked at, or says something else about it that was not understood. */
export class LeftOpen extends Error {
  override readonly name = 'LeftOpen';
}

/** This machine is in the way. */
export class MachineTrouble extends Error {
  override readonly name = 'MachineTrouble';
}
