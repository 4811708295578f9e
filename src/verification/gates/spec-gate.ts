import { failed, type GateOutcome } from './gate.ts';

/** Gate *spec*: the commit has a SPEC.md in which `checkSpec` finds nothing missing. */
export function specGate(
  text: string | undefined,
  checkSpec: (text: string) => readonly string[],
): GateOutcome {
  if (text === undefined) return failed(['SPEC.md is not there']);
  const problems = checkSpec(text);
  return problems.length > 0 ? failed(problems) : { verdict: 'passed', reasons: [] };
}
