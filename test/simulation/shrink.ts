import { runSeed } from './run-seed.ts';
import { drawPlan, type Smaller } from './world-plan.ts';

/**
 * Makes a failing world smaller while it still breaks the same promise: first without each of its faults, then with
 * fewer services and sessions, then for a shorter time. Each fault draws from a source of its own, so that leaving one
 * out changes the others as little as can be.
 */
export async function shrink(seed: number, promise: string): Promise<Smaller> {
  let smallest: Smaller = {};
  const fails = async (smaller: Smaller) =>
    (await runSeed(seed, smaller)).violations.some((violation) => violation.promise === promise);
  const tryOut = async (change: Smaller): Promise<boolean> => {
    const smaller = { ...smallest, ...change };
    if (!(await fails(smaller))) return false;
    smallest = smaller;
    return true;
  };
  const plan = drawPlan(seed);
  for (const kind of Object.keys(plan.faults) as (keyof typeof plan.faults)[]) {
    await tryOut({ without: [...(smallest.without ?? []), kind] });
  }
  for (const field of ['services', 'sessions', 'faultyMs'] as const) {
    let known = plan[field];
    for (let less = Math.floor(known / 2); less >= 1; less = Math.floor(known / 2)) {
      if (!(await tryOut({ [field]: less }))) break;
      known = less;
    }
  }
  return smallest;
}
