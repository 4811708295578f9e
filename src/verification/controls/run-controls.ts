import type { Check } from '../check.ts';
import type { PassedSuite } from '../gate-context.ts';

/** The negative controls: whether the suite that passed would have noticed. */
export async function runControls(_context: PassedSuite): Promise<Check[]> {
  return [];
}
