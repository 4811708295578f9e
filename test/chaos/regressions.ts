import type { Fault } from './faults.ts';

/** A plan that once broke the line, and what was broken; each runs again, before anything new. */
export type KeptPlan = {
  readonly found: string;
  readonly seed: number;
  readonly redis: 'own' | 'embedded';
  readonly faults: readonly Fault[];
};

const fault = (kind: Fault['kind'], onMs: number, healMs = 200, which = 0.5): Fault => ({
  kind,
  which,
  onMs,
  healMs,
});

export const keptPlans: readonly KeptPlan[] = [
  {
    found:
      'a full disk ended the coordinator through its log, and good builds verified on it were called failed',
    seed: 3,
    redis: 'own',
    faults: [900, 1_200, 600, 1_000, 800, 1_200].map((onMs) => fault('disk-full', onMs)),
  },
];
