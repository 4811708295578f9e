import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { z } from 'zod';

const runFile = z.object({ url: z.string(), gatewayUrl: z.string(), pid: z.number() });
export type RunFile = z.infer<typeof runFile>;

/** What a running Andon says of itself in its home; undefined when none runs there. */
export function readRunFile(home: string): RunFile | undefined {
  try {
    return runFile.parse(JSON.parse(readFileSync(join(home, 'run.json'), 'utf8')));
  } catch {
    return undefined;
  }
}

/** A key of the home, or undefined where it cannot be read. */
export function readKeyFile(home: string, name: 'operator' | 'worker' | 'board'): string | undefined {
  try {
    return readFileSync(join(home, 'keys', name), 'utf8').trim();
  } catch {
    return undefined;
  }
}
