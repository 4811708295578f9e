import { z } from 'zod';

export const verificationOrder = z.object({
  verification: z.string(),
  gate: z.enum(['spec', 'build', 'test']),
  service: z.object({ id: z.string(), name: z.string() }),
  change: z.number(),
  commit: z.string(),
  spec: z.string(),
  ticket: z.string().nullable(),
  session: z.string().nullable(),
  cause: z.enum(['spec', 'incident', 'hand-edit', 'adoption']).default('spec'),
  /** What serves now, and the record it was deployed under; null where nothing serves. */
  base: z.string().nullable().default(null),
  baseRecord: z.string().nullable().default(null),
  /** What the work on this commit started from; null where it started from nothing. */
  parent: z.string().nullable().default(null),
});
/** One gate to run on exactly one commit and one spec. */
export type VerificationOrder = z.infer<typeof verificationOrder>;

export const verificationResult = z.object({
  verification: z.string(),
  service: z.string(),
  verdict: z.enum(['passed', 'failed', 'flaky', 'inconclusive']),
  reasons: z.array(z.string()),
  fault: z.enum(['environment', 'gate']).optional(),
  /** With `failed`: the work does not hold, or somebody bent the checks. */
  class: z.enum(['work', 'tampering']).optional(),
  hasTests: z.boolean().optional(),
  tests: z
    .object({ passed: z.number(), failed: z.number(), skipped: z.number(), total: z.number() })
    .optional(),
  coverage: z.number().optional(),
  /** Share of the mutants that the suite noticed, in percent. */
  mutation: z.number().optional(),
  record: z.string().optional(),
  /** Digest of BUILD at the commit, with a passed test gate. */
  digest: z.string().optional(),
});
export type VerificationResult = z.infer<typeof verificationResult>;

/** Live figures of a running gate for the card, and what it has to say for the log. */
export type VerificationProgress = {
  readonly service: string;
  readonly phase: string;
  readonly passed?: number;
  readonly total?: number;
  readonly line?: string;
};

/**
 * Runs Andon's own commands on an export of one commit in a clean room. Never throws for what the commit does:
 * the verdict says it. What is Andon's or the machine's own trouble is `inconclusive` with a fault.
 */
export interface Verifier {
  run(
    order: VerificationOrder,
    signal: AbortSignal,
    progress: (progress: VerificationProgress) => void,
  ): Promise<VerificationResult>;
}
