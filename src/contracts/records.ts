import { z } from 'zod';

/** Verification records as the API, the CLI and the board see them. Hidden tests never appear in one. */

export const signatureState = z.enum(['valid', 'invalid', 'unknown-key', 'unsigned']);
export type SignatureState = z.infer<typeof signatureState>;

const verdict = z.enum(['passed', 'failed', 'flaky', 'inconclusive']);
const counts = z.object({ passed: z.number(), failed: z.number(), skipped: z.number(), total: z.number() });

const checkView = z.object({
  name: z.string(),
  status: z.enum(['passed', 'failed', 'skipped', 'inconclusive']),
  class: z.string().optional(),
  advisory: z.boolean(),
  reasons: z.array(z.string()),
  facts: z.record(z.string(), z.union([z.string(), z.number(), z.boolean()])),
  durationMs: z.number(),
});
export type CheckView = z.infer<typeof checkView>;

const testView = z.object({
  id: z.string(),
  status: z.enum(['passed', 'failed', 'skipped']),
  message: z.string(),
  file: z.string().optional(),
  line: z.number().optional(),
  durationMs: z.number().optional(),
});
export type TestView = z.infer<typeof testView>;

const coveredFile = z.object({
  path: z.string(),
  covered: z.number(),
  lines: z.number(),
  /** Lines that never ran, from and to; the first of them. */
  missed: z.array(z.tuple([z.number(), z.number()])),
});
export type CoveredFile = z.infer<typeof coveredFile>;

/** The record as it is signed: what is named here, and whatever else is in it. */
const recordShown = z.looseObject({
  id: z.string(),
  service: z.object({ id: z.string(), name: z.string() }),
  change: z.number(),
  gate: z.enum(['spec', 'build', 'test']),
  commit: z.string(),
  tree: z.string().nullable(),
  specHash: z.string(),
  session: z.string().nullable(),
  own: z.boolean(),
  sandbox: z.object({ tier: z.string(), profile: z.string() }),
  settings: z.object({ hash: z.string(), values: z.record(z.string(), z.unknown()) }),
  seed: z.string().nullable(),
  reused: z.string().nullable(),
  runs: z.array(
    z.object({
      argv: z.array(z.string()),
      exit: z.number().nullable(),
      signal: z.string().nullable(),
      reason: z.string(),
      durationMs: z.number(),
    }),
  ),
  checks: z.array(checkView),
  /** The first of the tests; `result.tests` counts all. */
  tests: z.array(testView),
  /** Coverage of each source file, the least covered first; not in records of before it was kept. */
  covered: z.array(coveredFile).optional(),
  result: z.looseObject({
    verdict,
    class: z.string().optional(),
    reasons: z.array(z.string()),
    tests: counts.optional(),
    coverage: z.number().optional(),
    mutation: z.number().optional(),
  }),
  startedAt: z.number(),
  finishedAt: z.number(),
  verifierVersion: z.string(),
});

export const recordView = z.object({ record: recordShown, signature: signatureState });
export type RecordView = z.infer<typeof recordView>;

/** What lists and charts say of a record. The signature is looked at where the record itself is read. */
export const recordBrief = z.object({
  id: z.string(),
  gate: z.enum(['spec', 'build', 'test']),
  commit: z.string(),
  change: z.number(),
  ticket: z.string().nullable(),
  session: z.string().nullable(),
  parent: z.string().nullable(),
  /** What served then. */
  base: z.string().nullable(),
  verdict,
  class: z.string().optional(),
  tests: counts.optional(),
  coverage: z.number().optional(),
  mutation: z.number().optional(),
  reused: z.string().nullable(),
  /** Somebody asked for it: it moved no service. */
  again: z.boolean(),
  startedAt: z.number(),
  finishedAt: z.number(),
});
export type RecordBrief = z.infer<typeof recordBrief>;

/** `GET /api/services/:name/verifications`, the newest first. */
export const verificationsResponse = z.object({ verifications: z.array(recordBrief) });

export const recordsResponse = z.object({
  /** Newest first. */
  records: z.array(recordView),
  /** Name it as `before` for the next page; null on the last. */
  next: z.string().nullable(),
  /** What they can be checked with elsewhere, PEM. */
  publicKey: z.string(),
});

export const verifyRequest = z.strictObject({
  /** Its name or the beginning of it; default: what serves. */
  commit: z
    .string()
    .regex(/^[0-9a-f]{7,64}$/, 'the name of a commit, at least seven digits of it')
    .optional(),
});

const difference = z.object({
  name: z.string(),
  before: z.string().nullable(),
  after: z.string().nullable(),
});

/** What is different in the second of two records; null stands for what is not in one of them. */
export const comparison = z.object({
  /** The record it is compared with. */
  with: z.string(),
  /** The verdict, the bytes and what came of each test are the same, and no check says the opposite. */
  same: z.boolean(),
  verdict: z.object({ before: verdict, after: verdict }),
  bytes: z.enum(['same', 'different', 'unknown']),
  tests: z.array(difference),
  checks: z.array(difference),
  settings: z.array(difference),
});
export type Comparison = z.infer<typeof comparison>;

/** A verification that somebody asked for, as far as it got. It moves no service. */
export const verifyResponse = z.object({
  record: z.string(),
  service: z.string(),
  commit: z.string(),
  state: z.enum(['running', 'done']),
  progress: z
    .object({ phase: z.string(), passed: z.number().optional(), total: z.number().optional() })
    .nullable(),
  /** Once it is done. Of what is inconclusive there is no record. */
  verdict: verdict.nullable(),
  reasons: z.array(z.string()),
  comparison: comparison.nullable(),
});
export type VerifyResponse = z.infer<typeof verifyResponse>;
