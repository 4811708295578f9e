import { spawn } from 'node:child_process';
import type { Readable, Writable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import type { SshTarget } from './ssh-command.ts';

export type SshEnd = {
  /** Null when it was ended from here; 255 is ssh's own failure, mostly. */
  readonly exit: number | null;
  /** The first 256 KiB of stdout, where it was not taken. */
  readonly stdout: string;
  /** The last words of stderr. */
  readonly stderr: string;
};

export type SshOptions = {
  /** Sent to its stdin, which ends after it. Default: nothing. */
  readonly input?: Readable;
  /** Takes its stdout. */
  readonly output?: Writable;
  readonly signal?: AbortSignal;
  /** After it, the process is ended. */
  readonly withinMs: number;
};

const mostText = 256 * 1024;
const lastWords = 4_000;

/** Runs `ssh` with these arguments to its end. Never rejects but for what `input` or `output` cannot do. */
export async function runSsh(
  target: SshTarget,
  args: readonly string[],
  options: SshOptions,
): Promise<SshEnd> {
  const child = spawn('ssh', [...args], { env: target.env, stdio: 'pipe', detached: true });
  let stdout = '';
  let stderr = '';
  child.stderr.setEncoding('utf8').on('data', (text: string) => {
    stderr = (stderr + text).slice(-lastWords);
  });
  child.stdin.on('error', () => undefined);
  const kill = () => void child.kill('SIGKILL');
  const timer = setTimeout(kill, options.withinMs);
  options.signal?.addEventListener('abort', kill, { once: true });
  if (options.signal?.aborted) kill();
  const ended = new Promise<number | null>((resolve) => {
    child.once('error', (error) => {
      stderr = error.message;
      resolve(null);
    });
    child.once('close', (exit) => resolve(exit));
  });
  try {
    if (options.input) await pipeline(options.input, child.stdin).catch(() => undefined);
    else child.stdin.end();
    if (options.output) await pipeline(child.stdout, options.output);
    else {
      child.stdout.setEncoding('utf8').on('data', (text: string) => {
        if (stdout.length < mostText) stdout += text;
      });
    }
    return { exit: await ended, stdout, stderr: stderr.trim() };
  } finally {
    clearTimeout(timer);
    options.signal?.removeEventListener('abort', kill);
    kill();
  }
}

/** What to tell of a connection that failed: what, why, what to do. */
export function unreachable({ host }: SshTarget, stderr: string): string {
  const why = stderr.trim().split('\n').at(-1) || 'it does not answer';
  return `${host} cannot be reached over SSH: ${why}. Try by hand: ssh -o BatchMode=yes ${host} true`;
}
