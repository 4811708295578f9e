import { existsSync, mkdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { z } from 'zod';
import { Exit, exitCodes } from '../exit-codes.ts';

/** What a person has in hand, beside the workspace it lies in. It holds no token of the session. */
const claim = z.object({
  url: z.string(),
  session: z.string(),
  /** File with the session's token. */
  sessionFile: z.string(),
  ticket: z.string(),
  token: z.number(),
  kind: z.string(),
  service: z.string(),
  dueAt: z.number(),
  /** Paths in the workspace that are the user's, for agents. */
  guidance: z.array(z.string()),
  /** Process that keeps the lease. */
  keeper: z.number().nullable(),
  state: z.enum(['working', 'submitted', 'ended']),
  /** Why it is over. */
  why: z.string().nullable(),
});
export type Claim = z.infer<typeof claim>;

const name = 'claim.json';

/** The workspace of a claim's directory. */
export function workOf(directory: string): string {
  return join(directory, 'work');
}

/** Undefined where there is none, or none that can be read. */
export function readClaim(directory: string): Claim | undefined {
  try {
    return claim.parse(JSON.parse(readFileSync(join(directory, name), 'utf8')));
  } catch {
    return undefined;
  }
}

/** Written whole or not at all. */
export function writeClaim(directory: string, value: Claim): void {
  mkdirSync(directory, { recursive: true, mode: 0o700 });
  const file = join(directory, name);
  const draft = `${file}.${process.pid}.new`;
  writeFileSync(draft, `${JSON.stringify(value, null, 2)}\n`, { mode: 0o600 });
  renameSync(draft, file);
}

/** Changes some of it, where it is still there. */
export function changeClaim(directory: string, change: Partial<Claim>): void {
  const before = readClaim(directory);
  if (before) writeClaim(directory, { ...before, ...change });
}

/** The directory of a claim at or above `from`. Throws an `Exit` where there is none. */
export function claimDirectory(from: string): string {
  for (let at = resolve(from); ; at = dirname(at)) {
    if (existsSync(join(at, name))) return at;
    if (at === dirname(at)) break;
  }
  throw new Exit(
    exitCodes.notOk,
    `${resolve(from)} is not in the directory of a claimed ticket. "andon claim --list" lists them.`,
  );
}
