import { AndonError } from '../../errors.ts';
import type { Stack } from '../../stack/stack.ts';
import { stackOf } from '../../stack/stack-of.ts';
import { failed, type GateOutcome, inconclusive } from './gate.ts';

/** The stack to check, or the outcome that says why there is none. A broken `andon.yaml` is the user's, so nobody is blamed. */
export async function stackForGate(
  build: string,
  andonYaml: string | undefined,
): Promise<{ stack: Stack } | { outcome: GateOutcome }> {
  try {
    const stack = await stackOf(build, andonYaml);
    return 'missing' in stack ? { outcome: failed(stack.missing) } : { stack };
  } catch (error) {
    if (error instanceof AndonError && error.code === 'CONFIG_INVALID') {
      return { outcome: inconclusive('gate', error.message) };
    }
    throw error;
  }
}
