import type { Check } from '../check.ts';
import type { GateContext } from '../gate-context.ts';

/** Probes from the spec and hidden tests of the user, against the started service. */
export async function runAcceptance(_context: GateContext): Promise<Check[]> {
  return [];
}
