import type { Check } from './check.ts';
import type { VerificationResult } from './verification.port.ts';

export type Judgement = Pick<VerificationResult, 'verdict' | 'reasons' | 'fault' | 'class' | 'mutation'>;

/**
 * The verdict over everything that was looked at. What failed for the work's reason is said even where something else
 * could not be looked at; without a failure, a required check that has no answer leaves the whole without one.
 */
export function judge(checks: readonly Check[]): Judgement {
  const required = checks.filter((check) => !check.advisory);
  const failures = required.filter((check) => check.status === 'failed');
  const figures = figuresOf(checks);
  if (failures.length > 0) {
    const reasons = failures.flatMap((check) => check.reasons);
    if (failures.every((check) => check.class === 'flaky')) return { verdict: 'flaky', reasons, ...figures };
    const tampered = failures.some((check) => check.class === 'tampering');
    return { verdict: 'failed', class: tampered ? 'tampering' : 'work', reasons, ...figures };
  }
  const open = required.filter((check) => check.status === 'inconclusive');
  if (open.length > 0) {
    const isGate = open.every((check) => check.class === 'gate');
    const reasons = open.flatMap((check) => check.reasons);
    return { verdict: 'inconclusive', fault: isGate ? 'gate' : 'environment', reasons, ...figures };
  }
  return { verdict: 'passed', reasons: [], ...figures };
}

function figuresOf(checks: readonly Check[]): Pick<Judgement, 'mutation'> {
  const score = checks.find((check) => check.name === 'mutation')?.facts.score;
  return typeof score === 'number' ? { mutation: score } : {};
}
