import { type Budgets, noBudgets } from '../../machines/policy/budget-limits.ts';
import { allFaultKinds, type FaultKind, faultKinds } from './fault-kinds.ts';
import { createRandom, type Random } from './random.ts';

/** What a world is to be: drawn from its seed, and made smaller when a failing one is shrunk. */
export type WorldPlan = {
  readonly seed: number;
  readonly services: number;
  readonly sessions: number;
  /** True milliseconds with faults; after them everything works and everybody is honest. */
  readonly faultyMs: number;
  /** Chance of each fault that this world knows; the others never happen in it. */
  readonly faults: Readonly<Partial<Record<FaultKind, number>>>;
  /** What work may cost while there are faults; most worlds have no limit. */
  readonly budgets: Budgets;
};

/** What a shrunk plan keeps of the drawn one. */
export type Smaller = {
  readonly services?: number | undefined;
  readonly sessions?: number | undefined;
  readonly faultyMs?: number | undefined;
  readonly without?: readonly FaultKind[] | undefined;
};

const minuteMs = 60_000;

/**
 * A world for this seed: a random subset of the faults at random rates, so that each is a different kind of bad day.
 * Most are small, since what is rare there is found sooner; some have up to 30 services and 20 sessions.
 */
export function drawPlan(seed: number, smaller: Smaller = {}): WorldPlan {
  const random = createRandom(seed).fork('plan');
  const crowd = (most: number) => 1 + Math.floor(most * random.next() ** 3);
  const services = Math.min(30, crowd(30));
  const sessions = Math.min(20, 3 + crowd(17));
  const faultyMs = random.between(4, 24) * minuteMs;
  const share = random.pick([0.15, 0.3, 0.6]);
  const faults: Partial<Record<FaultKind, number>> = {};
  for (const kind of allFaultKinds) {
    const rate = random.next() * faultKinds[kind].most;
    if (random.chance(share) && !smaller.without?.includes(kind)) faults[kind] = rate;
  }
  const money = createRandom(seed).fork('budgets');
  return {
    seed,
    services: smaller.services ?? services,
    sessions: smaller.sessions ?? sessions,
    faultyMs: smaller.faultyMs ?? faultyMs,
    faults,
    budgets: money.chance(0.35) ? drawBudgets(money) : noBudgets,
  };
}

/** Small ones, of which each limits this or that: a piece of work costs up to two dollars and half a minute. */
function drawBudgets(random: Random): Budgets {
  const some = (limit: number) => (random.chance(0.5) ? limit : null);
  return {
    ticket: {
      usd: some(random.between(1, 6)),
      tokens: some(random.between(50, 400) * 1_000),
      ms: some(240_000),
    },
    service: { usd: some(random.between(3, 20)), tokens: null, ms: some(1_800_000) },
    day: { usd: some(random.between(10, 80)), tokens: some(random.between(1, 8) * 1_000_000), ms: null },
  };
}
