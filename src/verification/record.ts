import { mkdir, open, readFile, rename } from 'node:fs/promises';
import { join } from 'node:path';
import { z } from 'zod';
import { faultPoint } from '../fault-points.ts';
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

const verificationRecord = z.object({
  id: z.string(),
  service: z.object({ id: z.string(), name: z.string() }),
  change: z.number(),
  gate: z.enum(['spec', 'build', 'test']),
  commit: z.string(),
  specHash: z.string(),
  ticket: z.string().nullable(),
  session: z.string().nullable(),
  tier: z.string(),
  runs: z.array(commandRun),
  result: verificationResult,
  /** The first of the tests with what became of them; `result.tests` counts all. */
  tests: z.array(
    z.object({ id: z.string(), status: z.enum(['passed', 'failed', 'skipped']), message: z.string() }),
  ),
  startedAt: z.number(),
  finishedAt: z.number(),
  verifierVersion: z.string(),
  checks: z.array(check).default([]),
  signature: z.null(),
});
/** What was run, on which commit and spec, in which sandbox, and what came of it. */
export type VerificationRecord = z.infer<typeof verificationRecord>;

/** The id of the record of a verification. */
export function recordId(verification: string): string {
  return `rec-${verification}`;
}

/** Writes the record under its service in `directory`; when this resolves it is on disk whole. */
export async function writeRecord(directory: string, record: VerificationRecord): Promise<void> {
  const folder = join(directory, record.service.id);
  await mkdir(folder, { recursive: true, mode: 0o700 });
  const path = join(folder, `${record.id}.json`);
  const scratch = `${path}.${process.pid}.part`;
  const file = await open(scratch, 'w', 0o600);
  try {
    await file.writeFile(`${JSON.stringify(record, null, 2)}\n`);
    await file.sync();
  } finally {
    await file.close();
  }
  faultPoint('verification.record.drafted');
  await rename(scratch, path);
}

/** The record of this id; undefined when there is none or it is not whole. */
export async function readRecord(
  directory: string,
  service: string,
  id: string,
): Promise<VerificationRecord | undefined> {
  const text = await readFile(join(directory, service, `${id}.json`), 'utf8').catch(() => undefined);
  if (text === undefined) return undefined;
  try {
    return verificationRecord.parse(JSON.parse(text));
  } catch {
    return undefined;
  }
}
