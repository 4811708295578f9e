import type { Check } from '../check.ts';
import type { GateContext } from '../gate-context.ts';

/** Whether the suite was weakened against what serves and against what the work started from. */
export async function checkIntegrity(_context: GateContext): Promise<Check[]> {
  return [];
}
