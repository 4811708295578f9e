import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { z } from 'zod';
import { check } from './check.ts';
import { verificationResult } from './verification.port.ts';

const commandRun = z.object({
  argv: z.array(z.string()),
  exit: z.number().nullable(),
  signal: z.string().nullable(),
  reason: z.string(),
  durationMs: z.number(),
});
/** One command as it was really run. */
export type CommandRun = z.infer<typeof commandRun>;

const signature = z.object({ algorithm: z.literal('ed25519'), key: z.string(), value: z.string() });

const recordV2 = z.object({
  schema: z.literal(2),
  id: z.string(),
  service: z.object({ id: z.string(), name: z.string() }),
  change: z.number(),
  gate: z.enum(['spec', 'build', 'test']),
  commit: z.string(),
  /** Hash over paths and git's hashes of the files below `BUILD/` at the commit; null where there are none. */
  tree: z.string().nullable(),
  specHash: z.string(),
  cause: z.enum(['spec', 'incident', 'hand-edit', 'adoption']),
  /** What served then, the record it was deployed under, and what the work started from. */
  base: z.string().nullable(),
  baseRecord: z.string().nullable(),
  parent: z.string().nullable(),
  ticket: z.string().nullable(),
  session: z.string().nullable(),
  /** Andon's own reference driver wrote all that is in `BUILD/`. */
  own: z.boolean(),
  /** Where the commands ran; `profile` is a hash of what that sandbox lets through, empty where there is none to name. */
  sandbox: z.object({ tier: z.string(), profile: z.string() }),
  /** The gate's configuration: limits, `andon.yaml`, version. Records of one hash were made by the same rules. */
  settings: z.object({ hash: z.string(), values: z.record(z.string(), z.unknown()) }),
  /** What everything that was drawn was drawn from; null where nothing was. */
  seed: z.string().nullable(),
  /** Hash of the hidden tests; null without any. */
  acceptance: z.string().nullable(),
  /** The record of the same bytes under the same rules whose findings these are; null where it was really run. */
  reused: z.string().nullable(),
  runs: z.array(commandRun),
  checks: z.array(check),
  result: verificationResult,
  /** The first of the tests with what became of them; `result.tests` counts all. */
  tests: z.array(
    z.object({
      id: z.string(),
      status: z.enum(['passed', 'failed', 'skipped']),
      message: z.string(),
      file: z.string().optional(),
      line: z.number().optional(),
      durationMs: z.number().optional(),
    }),
  ),
  /** How much of each source file they ran, the least covered first; not in records of before it was kept. */
  covered: z
    .array(
      z.object({
        path: z.string(),
        covered: z.number(),
        lines: z.number(),
        missed: z.array(z.tuple([z.number(), z.number()])),
      }),
    )
    .optional(),
  /** The same as a CTRF report, where the runner gave what that needs. */
  ctrf: z.record(z.string(), z.unknown()).optional(),
  startedAt: z.number(),
  finishedAt: z.number(),
  verifierVersion: z.string(),
  signature: signature.nullable(),
});
/** What was run, on which commit and spec, in which sandbox, and what came of it. */
export type VerificationRecord = z.infer<typeof recordV2>;

/** A record before it is signed. */
export type NewRecord = Omit<VerificationRecord, 'schema' | 'signature'>;

/** What 0.1.0 did not write; it signed nothing. */
const unknownThen = {
  schema: 2,
  tree: null,
  cause: 'spec',
  base: null,
  baseRecord: null,
  parent: null,
  own: false,
  settings: { hash: '', values: {} },
  seed: null,
  acceptance: null,
  reused: null,
  checks: [],
};

const recordV1 = z.looseObject({ schema: z.undefined().optional(), tier: z.string() });

/** A record as it is understood now, whichever version wrote it; undefined where it is none. */
export function parseRecord(value: unknown): VerificationRecord | undefined {
  const old = recordV1.safeParse(value).data;
  if (!old) return recordV2.safeParse(value).data;
  const sandbox = { tier: old.tier, profile: '' };
  return recordV2.safeParse({ ...unknownThen, ...old, sandbox, signature: null, schema: 2 }).data;
}

/** The record in its file, whatever its signature; undefined where there is none or it is not whole. */
export async function readRecord(
  directory: string,
  service: string,
  id: string,
): Promise<VerificationRecord | undefined> {
  const text = await readFile(join(directory, service, `${id}.json`), 'utf8').catch(() => '');
  try {
    return parseRecord(JSON.parse(text));
  } catch {
    return undefined;
  }
}

/** The id of the record of a verification. */
export function recordId(verification: string): string {
  return `rec-${verification}`;
}
