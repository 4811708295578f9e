import type { Check } from '../check.ts';
import type { GateContext } from '../gate-context.ts';

/** Code quality, security and production readiness, with the tools that are here. */
export async function runLevels(_context: GateContext): Promise<Check[]> {
  return [];
}
