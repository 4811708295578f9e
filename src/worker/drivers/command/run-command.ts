import { type ChildProcess, spawn } from 'node:child_process';
import type { Readable } from 'node:stream';

const longestLine = 64 * 1024;
/** What was printed before the end is read for this long; a process that left the group may hold the pipe for ever. */
const drainMs = 1_000;

export type CommandRun = {
  readonly argv: readonly string[];
  readonly cwd: string;
  readonly env: Readonly<Record<string, string>>;
  readonly graceMs: number;
  readonly signal: AbortSignal;
  readonly onLine: (line: string, stream: 'stdout' | 'stderr') => void;
};

/**
 * Runs a program in a process group of its own and resolves when it is gone. An abort asks the whole group to end and
 * kills it after the grace; what the program left running in its group ends with it. Rejects when it cannot start.
 */
export async function runCommand(
  run: CommandRun,
): Promise<{ code: number | null; signal: NodeJS.Signals | null }> {
  const [program = '', ...args] = run.argv;
  const child = spawn(program, args, {
    cwd: run.cwd,
    env: { ...run.env },
    detached: true,
    shell: false,
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  const read = [readLines(child.stdout, 'stdout', run.onLine), readLines(child.stderr, 'stderr', run.onLine)];
  let killing: NodeJS.Timeout | undefined;
  const abort = (): void => {
    endGroup(child, 'SIGTERM');
    killing ??= setTimeout(() => endGroup(child, 'SIGKILL'), run.graceMs);
  };
  run.signal.addEventListener('abort', abort, { once: true });
  try {
    const ended = await new Promise<{ code: number | null; signal: NodeJS.Signals | null }>(
      (resolve, reject) => {
        child.once('error', reject);
        child.once('exit', (code, signal) => resolve({ code, signal }));
        if (run.signal.aborted) abort();
      },
    );
    endGroup(child, 'SIGKILL');
    const drain = setTimeout(() => {
      child.stdout.destroy();
      child.stderr.destroy();
    }, drainMs);
    await Promise.all(read);
    clearTimeout(drain);
    return ended;
  } finally {
    run.signal.removeEventListener('abort', abort);
    clearTimeout(killing);
  }
}

function endGroup(child: ChildProcess, signal: NodeJS.Signals): void {
  if (child.pid === undefined) return;
  try {
    process.kill(-child.pid, signal);
  } catch {
    // The whole group is gone already.
  }
}

/** Hands lines on as they come; one without an end is cut, so that no program fills the memory. */
async function readLines(
  stream: Readable,
  name: 'stdout' | 'stderr',
  onLine: (line: string, stream: 'stdout' | 'stderr') => void,
): Promise<void> {
  let rest = '';
  stream.setEncoding('utf8');
  try {
    for await (const chunk of stream) {
      const lines = (rest + String(chunk)).split('\n');
      rest = lines.pop() ?? '';
      for (const line of lines) onLine(line.replace(/\r$/, ''), name);
      if (rest.length > longestLine) {
        onLine(rest, name);
        rest = '';
      }
    }
  } catch {
    // Closed under a program that left somebody else holding the pipe.
  }
  if (rest) onLine(rest, name);
}
