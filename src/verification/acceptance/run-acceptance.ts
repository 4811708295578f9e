import type { Check } from '../check.ts';
import type { GateContext } from '../gate-context.ts';
import { runHiddenTests } from './hidden-tests.ts';
import { runProbes } from './run-probes.ts';

/** Probes from the spec and hidden tests of the user, against the started service. */
export async function runAcceptance(context: GateContext): Promise<Check[]> {
  const strictness = context.settings.verification.acceptance;
  if (strictness === 'off') return [];
  const checks = [await runProbes(context)];
  if (context.acceptance !== null) checks.push(await runHiddenTests(context, context.acceptance));
  return checks.map((check) => ({ ...check, advisory: strictness === 'advisory' }));
}
