import { z } from 'zod';
import type { Limits } from '../policy/limits.ts';
import { allowance, usage } from '../ticket/usage.ts';

/**
 * What can happen to a service. Facts in the past tense, journaled. Each names what it answers (change, ticket, token,
 * verification, release); a machine ignores the ones whose question is over.
 */

const limitsSchema = z.custom<Limits>((value) => typeof value === 'object' && value !== null);

const hash = z.string();
const commit = z.string();

export const specFact = z.object({
  hash,
  /** One sentence each, `SPEC.md:12 …`; empty means the spec gate is passed. */
  problems: z.array(z.string()),
  /** Secrets the spec requires by name (environment variables set with `andon env`). */
  secrets: z.array(z.string()).default([]),
  /** Services it names under Dependencies. */
  services: z.array(z.string()).default([]),
});
export type SpecFact = z.infer<typeof specFact>;

export const serviceSettings = z.object({
  /** So many independent builds of each new spec; null: as many as the home says. */
  redundancy: z.number().int().min(1).max(5).nullable(),
  /** Whether the best of several builds is then merged with what is good in the others. */
  merge: z.boolean(),
  /** What one change of it may cost at most; null: as the home says. */
  budget: allowance.nullable(),
  /** Whether a verified change waits for somebody's word before it is deployed; null: as the home says. */
  approval: z.boolean().nullable().default(null),
});
export type ServiceSettings = z.infer<typeof serviceSettings>;

/** What the service's directory holds beside the spec. Content counts, an empty directory does not. */
export const evidence = z.object({
  source: z.boolean(),
  tests: z.boolean(),
  production: z.boolean(),
  /** Why nothing can be made of the directory; leads to UNKNOWN. */
  unknown: z.string().optional(),
});

export const testCounts = z.object({
  passed: z.number(),
  failed: z.number(),
  skipped: z.number(),
  total: z.number(),
});
export type TestCounts = z.infer<typeof testCounts>;

export const verdict = z.enum(['passed', 'failed', 'flaky', 'inconclusive']);

export const releaseRef = z.object({
  id: z.string(),
  commit,
  /** Digest of what it runs; null for releases of before there was one. */
  digest: z.string().nullable().default(null),
  change: z.number(),
  record: z.string(),
  version: z.string(),
  at: z.number(),
});
export type ReleaseRef = z.infer<typeof releaseRef>;

/** `environment` (port, disk) and `secret` (one is not set) blame nobody; `work` opens a fix. */
const releaseFault = z.enum(['work', 'environment', 'secret', 'record']);

export const serviceEvent = z.discriminatedUnion('type', [
  // the tree
  z.object({ type: z.literal('SpecSeen'), spec: specFact }),
  z.object({ type: z.literal('SpecVanished') }),
  /** What its andon.yaml, else the front matter of its spec, says of how it is to be built; from its next change on. */
  z.object({ type: z.literal('SettingsSeen'), settings: serviceSettings }),
  /** BUILD content that no ticket of ours made: adopted, or edited by hand. `commit` holds it. */
  z.object({ type: z.literal('TreeEdited'), commit, evidence, files: z.array(z.string()) }),
  z.object({ type: z.literal('DirectoryVanished') }),
  z.object({ type: z.literal('DirectoryReturned') }),
  z.object({ type: z.literal('ServiceRenamed'), name: z.string() }),
  // its tickets, told in the same commit
  z.object({ type: z.literal('TicketHeld'), ticket: z.string(), token: z.number(), session: z.string() }),
  z.object({ type: z.literal('TicketReopened'), ticket: z.string(), token: z.number(), reason: z.string() }),
  z.object({
    type: z.literal('TicketSubmitted'),
    ticket: z.string(),
    token: z.number(),
    session: z.string(),
    commit,
  }),
  z.object({
    type: z.literal('TicketExhausted'),
    ticket: z.string(),
    reasons: z.array(z.string()),
    /** Its tries are used up, it kills whoever takes it, or what it may cost is spent. */
    why: z.enum(['attempts', 'poison', 'budget']).default('attempts'),
  }),
  z.object({
    type: z.literal('TicketContradicted'),
    ticket: z.string(),
    session: z.string(),
    clauses: z.array(z.string()),
  }),
  /** Totals of what one holding has used so far; `over` with the last one of it. Told for every ticket of the service. */
  z.object({
    type: z.literal('TicketSpent'),
    ticket: z.string(),
    token: z.number(),
    session: z.string(),
    spent: usage,
    over: z.boolean(),
  }),
  // verification
  z.object({
    type: z.literal('VerificationFinished'),
    verification: z.string(),
    verdict,
    reasons: z.array(z.string()),
    /** Only with `inconclusive`: whose fault it is, which decides what happens next. */
    fault: z.enum(['environment', 'gate']).optional(),
    /** Only with `failed`: the work does not hold, or somebody bent the checks. */
    class: z.enum(['work', 'tampering']).optional(),
    /** Only with gate `build`, passed: whether the commit holds tests at all. Gate `test` sends false for "zero tests". */
    hasTests: z.boolean().optional(),
    tests: testCounts.optional(),
    coverage: z.number().optional(),
    /** Share of the mutants that the suite noticed, in percent. */
    mutation: z.number().optional(),
    /** Id of the verification record; always there with `passed`. */
    record: z.string().optional(),
    /** Digest of BUILD at the commit, with a passed test gate: the same for every commit that would run the same. */
    digest: z.string().optional(),
  }),
  // release
  z.object({ type: z.literal('ReleaseStarted'), release: z.string() }),
  z.object({ type: z.literal('ReleaseProved'), release: z.string(), version: z.string() }),
  z.object({
    type: z.literal('ReleaseFailed'),
    release: z.string(),
    fault: releaseFault,
    reason: z.string(),
    log: z.string(),
  }),
  z.object({ type: z.literal('ReleaseSwitched'), release: z.string() }),
  z.object({
    type: z.literal('SwitchFailed'),
    release: z.string(),
    fault: releaseFault,
    reason: z.string(),
    log: z.string(),
    serving: z.string().nullable(),
  }),
  z.object({ type: z.literal('HealthPassed'), release: z.string() }),
  z.object({
    type: z.literal('HealthFailed'),
    release: z.string(),
    reason: z.string(),
    log: z.string(),
    cause: z.enum(['service', 'environment']),
  }),
  z.object({ type: z.literal('ReleaseRestarted'), release: z.string() }),
  z.object({ type: z.literal('RolledBack'), from: z.string(), to: z.string() }),
  z.object({
    type: z.literal('RollbackFailed'),
    from: z.string(),
    to: z.string(),
    reason: z.string(),
    log: z.string(),
    /** What serves in spite of it: only after an operator's rollback, and only while it is well. */
    serving: z.string().nullable().default(null),
  }),
  // time and people
  z.object({ type: z.literal('TimerFired'), timer: z.string() }),
  z.object({ type: z.literal('SecretSet'), name: z.string() }),
  /** The settings of the home changed: thresholds apply from here on. */
  z.object({ type: z.literal('LimitsSet'), limits: limitsSchema }),
  z.object({ type: z.literal('ServicePaused') }),
  z.object({ type: z.literal('ServiceResumed') }),
  z.object({ type: z.literal('ServiceRetried') }),
  z.object({ type: z.literal('ServiceRetired') }),
  /** Added to what its tickets have by themselves; 0 is none. */
  z.object({ type: z.literal('ServicePrioritised'), priority: z.number() }),
  /** The verified commit of this change may go to production. */
  z.object({ type: z.literal('ReleaseApproved'), change: z.number(), by: z.string() }),
  /** What is there is not good enough, though no gate says so. */
  z.object({ type: z.literal('WorkSentBack'), note: z.string(), by: z.string() }),
  /** An operator goes back, or forward again, to a release that served before. */
  z.object({
    type: z.literal('RollbackAsked'),
    from: z.string(),
    to: z.string(),
    reason: z.string(),
    by: z.string(),
  }),
]);
export type ServiceEvent = z.infer<typeof serviceEvent>;
