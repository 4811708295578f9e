import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { runProgram } from '../../src/cli/program.ts';
import { loadConfig } from '../../src/config.ts';
import type { ServedLine } from '../http/served-line.ts';

/** Lets a line be found by the commands that are run in its home; the address it listens on. */
export async function findable(line: ServedLine): Promise<string> {
  const url = await line.app.listen({ host: '127.0.0.1', port: 0 });
  const run = { url, gatewayUrl: 'http://127.0.0.1:1', pid: process.pid };
  writeFileSync(join(line.directory, 'run.json'), JSON.stringify(run));
  return url;
}

/** Runs one command in a directory, in this process; `said` is both streams in their order. */
export async function runAndon(
  args: readonly string[],
  place: string,
  env: Readonly<Record<string, string>> = {},
): Promise<{ code: number; out: string; err: string; said: string }> {
  const told = { out: '', err: '', said: '' };
  const take = (to: 'out' | 'err') => (text: string) => {
    told[to] += text;
    told.said += text;
  };
  const code = await runProgram([...args], {
    io: { out: take('out'), err: take('err'), tty: false },
    config: () => loadConfig({ PATH: process.env.PATH, ...env }, place),
    start: () => Promise.reject(new Error('not here')),
    drivers: {},
    signal: new AbortController().signal,
    version: '1.2.3',
  });
  return { code, ...told };
}
