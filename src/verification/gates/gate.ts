import type { Dependencies } from '../../dependencies/dependencies.port.ts';
import type { Check } from '../check.ts';
import type { CoveredFile } from '../coverage.ts';
import type { GateContext } from '../gate-context.ts';
import type { TestResult } from '../test-report.ts';
import type { VerificationProgress, VerificationResult } from '../verification.port.ts';

/** What a gate found; the rest of the result is the order's. */
export type GateOutcome = Pick<
  VerificationResult,
  'verdict' | 'reasons' | 'fault' | 'class' | 'hasTests' | 'tests' | 'coverage' | 'mutation'
> & {
  readonly results?: readonly TestResult[];
  /** What ran them: `node`, `pytest`, `vitest`. */
  readonly runner?: string;
  /** How much of each source file they ran. */
  readonly covered?: readonly CoveredFile[];
  /** Everything that was looked at, for the record. */
  readonly checks?: readonly Check[];
};

export type GateTimes = {
  readonly installMs: number;
  readonly startMs: number;
  readonly testsMs: number;
};

export type GateOptions = Pick<
  GateContext,
  'order' | 'spec' | 'baseSpec' | 'baseline' | 'parent' | 'baseTests' | 'acceptance' | 'random'
> & {
  /** The `andon.yaml` of the service's root, which is the user's. */
  readonly andonYaml: string | undefined;
  /** The `verification` section of the home's `andon.yaml`: what holds where a service says nothing. */
  readonly verificationOfHome: Readonly<Record<string, unknown>>;
  readonly times: GateTimes;
  readonly dependencies: Dependencies;
  readonly installEnv: Readonly<Record<string, string>>;
  /** Coverage has to be above this, where the service's own settings do not say. */
  readonly coveragePercent: number;
  progress(progress: Omit<VerificationProgress, 'service'>): void;
};

export function failed(reasons: readonly string[], more: Partial<GateOutcome> = {}): GateOutcome {
  return { verdict: 'failed', class: 'work', reasons: [...reasons], ...more };
}

export function inconclusive(fault: 'environment' | 'gate', reason: string): GateOutcome {
  return { verdict: 'inconclusive', fault, reasons: [reason] };
}
