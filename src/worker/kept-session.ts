import { mkdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { z } from 'zod';
import { type RegisterResponse, registerResponse } from '../contracts/sessions.ts';

const kept = z.object({
  token: z.string(),
  pid: z.number(),
  registration: registerResponse.optional(),
  /** What was registered: another wish is another registration. */
  as: z.string().optional(),
});

/** Remembers a session's registration across runs of its worker, so that a restart takes its own name over at once. */
export type KeptSession = {
  /** The former run's token; undefined when there was none or that run's process is still alive. */
  former(): string | undefined;
  /** The former run's registration, where that run registered `as` the same. */
  formerRegistration(as: string): RegisterResponse | undefined;
  keep(registration: RegisterResponse, as: string): void;
};

export function createKeptSession(directory: string): KeptSession {
  const file = join(directory, 'session.json');
  const read = (): z.infer<typeof kept> | undefined => {
    try {
      const found = kept.parse(JSON.parse(readFileSync(file, 'utf8')));
      return found.pid !== process.pid && isAlive(found.pid) ? undefined : found;
    } catch {
      // Nothing readable was kept: this is a first run, and it registers as one.
      return undefined;
    }
  };
  return {
    former: () => read()?.token,
    formerRegistration(as) {
      const found = read();
      return found?.as === as ? found.registration : undefined;
    },
    keep(registration, as) {
      mkdirSync(directory, { recursive: true, mode: 0o700 });
      const text = JSON.stringify({ token: registration.token, pid: process.pid, registration, as });
      writeFileSync(`${file}.new`, text, { mode: 0o600 });
      renameSync(`${file}.new`, file);
    },
  };
}

/** Whether a process with this id is there. */
export function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return error instanceof Error && 'code' in error && error.code === 'EPERM';
  }
}
