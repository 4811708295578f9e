import type { Fault } from './faults.ts';

/** A plan that once broke the line, and what was broken; each runs again, before anything new. */
export type KeptPlan = {
  readonly found: string;
  readonly seed: number;
  readonly redis: 'own' | 'embedded';
  readonly faults: readonly Fault[];
};

export const keptPlans: readonly KeptPlan[] = [];
