import { readFile } from 'node:fs/promises';
import { setTimeout as wait } from 'node:timers/promises';
import { z } from 'zod';
import { runCommand } from './run-command.ts';

/** A process and when it started, which together are never used again while the machine runs. */
export const processIdentity = z.object({ pid: z.number().int().positive(), start: z.string() });
export type ProcessIdentity = z.infer<typeof processIdentity>;

/** Names the running process `pid`; undefined where there is none, or only its remains. */
export async function identify(pid: number): Promise<ProcessIdentity | undefined> {
  const start = process.platform === 'linux' ? await startFromProc(pid) : await startFromPs(pid);
  return start === undefined ? undefined : { pid, start };
}

export async function isAlive(identity: ProcessIdentity): Promise<boolean> {
  return (await identify(identity.pid))?.start === identity.start;
}

/** Sends SIGTERM, and SIGKILL after `graceMs`; resolves when the process is gone. Never hits a successor of the pid. */
export async function stopProcess(identity: ProcessIdentity, graceMs: number): Promise<void> {
  const deadline = performance.now() + graceMs;
  let signal: NodeJS.Signals = 'SIGTERM';
  let sent = false;
  while (await isAlive(identity)) {
    if (signal === 'SIGTERM' && performance.now() >= deadline) {
      signal = 'SIGKILL';
      sent = false;
    }
    if (!sent) {
      sent = true;
      send(identity.pid, signal);
    }
    await wait(20);
  }
}

function send(pid: number, signal: NodeJS.Signals): void {
  try {
    process.kill(pid, signal);
  } catch {
    // Gone between the look and the signal.
  }
}

async function startFromProc(pid: number): Promise<string | undefined> {
  const stat = await readFile(`/proc/${pid}/stat`, 'utf8').catch(() => undefined);
  if (stat === undefined) return undefined;
  // The command's name may hold spaces and parentheses; the fields after its last one are plain.
  const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
  return fields[0] === 'Z' ? undefined : fields[19];
}

async function startFromPs(pid: number): Promise<string | undefined> {
  const { ok, stdout } = await runCommand('/bin/ps', ['-o', 'lstart=', '-p', String(pid)], {
    env: { LC_ALL: 'C' },
    timeoutMs: 5_000,
  });
  return ok && stdout.trim() !== '' ? stdout.trim() : undefined;
}
