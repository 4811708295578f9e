import { mkdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { z } from 'zod';

const kept = z.object({ token: z.string(), pid: z.number() });

/** Remembers a session's token across runs of its worker, so that a restart takes its own name over at once. */
export type KeptSession = {
  /** The former run's token; undefined when there was none or that run's process is still alive. */
  former(): string | undefined;
  keep(token: string): void;
};

export function createKeptSession(directory: string): KeptSession {
  const file = join(directory, 'session.json');
  return {
    former() {
      try {
        const { token, pid } = kept.parse(JSON.parse(readFileSync(file, 'utf8')));
        return pid !== process.pid && isAlive(pid) ? undefined : token;
      } catch {
        // Nothing readable was kept: this is a first run, and it registers as one.
        return undefined;
      }
    },
    keep(token) {
      mkdirSync(directory, { recursive: true, mode: 0o700 });
      writeFileSync(`${file}.new`, JSON.stringify({ token, pid: process.pid }), { mode: 0o600 });
      renameSync(`${file}.new`, file);
    },
  };
}

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return error instanceof Error && 'code' in error && error.code === 'EPERM';
  }
}
