import { spawn } from 'node:child_process';
import { StringDecoder } from 'node:string_decoder';
import { messageOf } from '../errors.ts';
import { CappedOutput } from './capped-output.ts';
import type { ControlGroup } from './control-groups.ts';
import { endLeftovers, endTree } from './process-tree.ts';
import type { SandboxOutcome, SandboxProcess, SandboxRun, SandboxStart } from './sandbox.port.ts';
import type { Wrapped } from './wrapped-sandbox.ts';

/** A command line with what is needed to see to its end. */
export type Launch = Wrapped & {
  /** Limits it as a whole, where this machine has such. */
  readonly group: ControlGroup | null;
  /** The program that builds the sandbox tells on file descriptor 3 how the command ended, if it ran at all. */
  readonly tells: boolean;
};

/** Time a command has between TERM and KILL when it is ended for its time, output or an abort. */
const killGraceMs = 2_000;
const floodFactor = 16;

/**
 * Starts the command line as leader of its own process group and sees to its end: output kept to its cap, time limit,
 * abort, and nothing left behind. Never throws.
 */
export function supervise(line: Launch, order: SandboxRun | SandboxStart): SandboxProcess {
  const began = performance.now();
  const output = new CappedOutput(order.outputBytes);
  const [program = '', ...args] = line.argv;
  const isSpokenTo = 'stdin' in order && order.stdin === 'pipe';
  const child = spawn(program, args, {
    cwd: line.cwd,
    env: line.env,
    detached: true,
    shell: false,
    stdio: [isSpokenTo ? 'pipe' : 'ignore', 'pipe', 'pipe', ...(line.tells ? (['pipe'] as const) : [])],
  });
  const pid = child.pid ?? 0;
  // Whoever does not listen any more has closed it: that is told by its end, not here.
  child.stdin?.on('error', () => undefined);

  let ended: SandboxOutcome['reason'] | null = null;
  const end = (reason: SandboxOutcome['reason']) => {
    if (ended !== null || pid === 0) return;
    ended = reason;
    void endTree(pid, killGraceMs);
  };
  const mostBytes = order.mostOutputBytes ?? order.outputBytes * floodFactor;
  for (const name of ['stdout', 'stderr'] as const) {
    // A letter of several bytes may come in two pieces.
    const decoder = new StringDecoder('utf8');
    child[name]?.on('data', (chunk: Buffer) => {
      output.add(chunk);
      if (name === 'stdout') order.onBytes?.(chunk);
      order.onOutput?.(decoder.write(chunk), name);
      if (output.total > mostBytes) end('output');
    });
  }
  let told = '';
  child.stdio[3]?.on('data', (chunk: Buffer) => {
    told += chunk.toString('utf8');
  });
  const timer = 'timeoutMs' in order ? setTimeout(() => end('timeout'), order.timeoutMs) : null;
  const onAbort = () => end('aborted');
  order.signal?.addEventListener('abort', onAbort, { once: true });

  const exited = new Promise<SandboxOutcome>((resolve) => {
    const finish = (outcome: Pick<SandboxOutcome, 'exit' | 'signal' | 'reason'>, text = output.text()) => {
      if (timer) clearTimeout(timer);
      order.signal?.removeEventListener('abort', onAbort);
      line.dispose();
      void line.group?.close();
      resolve({ ...outcome, output: text, durationMs: performance.now() - began });
    };
    child.once('error', (error) => {
      if (pid === 0) finish({ exit: null, signal: null, reason: 'failed' }, messageOf(error));
    });
    // Whoever left the command's side may hold its pipes open: it has to go before they can close.
    child.once('exit', () => {
      void endLeftovers(pid, line.marker);
      line.group?.kill();
    });
    child.once('close', (exit, signal) => {
      const failed = exit !== 0 || signal !== null;
      // Only the command's own end is told there; a sandbox that could not be built says nothing.
      const never = line.tells && exit !== null && failed && !told.includes('exit-code');
      const reached = failed ? (line.group?.reached() ?? null) : null;
      finish({ exit, signal, reason: ended ?? reached ?? (never ? 'failed' : 'exited') });
    });
  });
  return {
    pid,
    exited,
    ...(child.stdin ? { stdin: child.stdin } : {}),
    stop: async (graceMs) => {
      if (pid !== 0 && child.exitCode === null && child.signalCode === null) await endTree(pid, graceMs);
      await exited;
    },
  };
}

/** A process that was not started. */
export function neverStarted(
  reason: 'missing' | 'failed' | 'aborted' | 'unsandboxed',
  text: string,
): SandboxProcess {
  const outcome: SandboxOutcome = { exit: null, signal: null, reason, output: text, durationMs: 0 };
  return { pid: 0, exited: Promise.resolve(outcome), stop: async () => {} };
}
