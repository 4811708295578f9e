import { execFile } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { readdir, readFile } from 'node:fs/promises';
import { promisify } from 'node:util';

/** What tells a process from a later one with the same pid. */
export type ProcessIdentity = { readonly pid: number; readonly startTime: string };

const run = promisify(execFile);
const onLinux = process.platform === 'linux';

/** When this process started, in a form to compare only; null when there is no such process (a zombie is none). */
export async function startTimeOf(pid: number): Promise<string | null> {
  if (onLinux) return linuxStartTime(pid);
  try {
    const { stdout } = await run('ps', ['-o', 'lstart=', '-p', String(pid)], {
      env: { LC_ALL: 'C', PATH: '/bin:/usr/bin' },
    });
    return stdout.trim() || null;
  } catch {
    return null;
  }
}

/** Whether the very process this names still runs. */
export async function isAlive(identity: ProcessIdentity): Promise<boolean> {
  return (await startTimeOf(identity.pid)) === identity.startTime;
}

/** Sends to the whole process group; false when nothing is left to send to. */
export function signalGroup(leader: number, signal: NodeJS.Signals | 0): boolean {
  try {
    process.kill(-leader, signal);
    return true;
  } catch {
    return false;
  }
}

/** Whether a process of this group still runs. Zombies nobody reaps (a container without an init) do not count. */
export async function groupAlive(leader: number): Promise<boolean> {
  if (!signalGroup(leader, 0)) return false;
  if (!onLinux || linuxStartTime(leader) !== null) return true;
  for (const name of await readdir('/proc')) {
    if (!/^\d+$/.test(name)) continue;
    const stat = statFields(await readFile(`/proc/${name}/stat`, 'utf8').catch(() => ''));
    if (stat && stat.group === leader && !stat.dead) return true;
  }
  return false;
}

function linuxStartTime(pid: number): string | null {
  try {
    const stat = statFields(readFileSync(`/proc/${pid}/stat`, 'utf8'));
    return stat && !stat.dead ? `${bootId()}/${stat.started}` : null;
  } catch {
    return null;
  }
}

/** Ticks count from boot, so the same number may come again after one. */
function bootId(): string {
  try {
    return readFileSync('/proc/sys/kernel/random/boot_id', 'utf8').trim();
  } catch {
    return 'boot';
  }
}

/** `/proc/<pid>/stat`: the name may hold spaces and brackets, so fields count from its last one. */
function statFields(text: string): { dead: boolean; group: number; started: string } | undefined {
  const [state, , group, ...more] = text.slice(text.lastIndexOf(')') + 2).split(' ');
  const started = more[16];
  if (!state || !group || !started) return undefined;
  return { dead: state === 'Z' || state === 'X', group: Number(group), started };
}
