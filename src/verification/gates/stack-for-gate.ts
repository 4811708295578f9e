import { AndonError } from '../../errors.ts';
import type { Stack } from '../../stack/stack.ts';
import { stackOf } from '../../stack/stack-of.ts';
import { parseSettings, type VerificationSettings } from '../../stack/verification-settings.ts';
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
    return { outcome: brokenSettings(error) };
  }
}

/** How strictly to verify, or the outcome that says why that cannot be told. */
export function settingsForGate(
  andonYaml: string | undefined,
  ofHome: Readonly<Record<string, unknown>>,
): { settings: VerificationSettings } | { outcome: GateOutcome } {
  try {
    return { settings: parseSettings(andonYaml, ofHome) };
  } catch (error) {
    return { outcome: brokenSettings(error) };
  }
}

function brokenSettings(error: unknown): GateOutcome {
  if (error instanceof AndonError && error.code === 'CONFIG_INVALID') {
    return inconclusive('gate', error.message);
  }
  throw error;
}
