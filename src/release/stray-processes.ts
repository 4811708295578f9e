import { readFileSync } from 'node:fs';
import { readdir, readFile } from 'node:fs/promises';
import { sep } from 'node:path';
import { placeMark } from '../stack/place-mark.ts';
import { signalGroup } from './process-identity.ts';

/** The kernel's tick, in which `/proc/<pid>/stat` counts; 100 a second on every Linux there is. */
const ticksPerSecond = 100;

/** Now, in the unit of process start times; null where that cannot be had. */
export function ticksNow(): number | null {
  try {
    return Number(readFileSync('/proc/uptime', 'utf8').split(' ')[0]) * ticksPerSecond;
  } catch {
    return null;
  }
}

/**
 * Ends what a killed coordinator's gates left running: a sandbox whose parent died while it was being set up lives on.
 * They are told by a `DATA_DIR` under `rooms`, and started before `born` (in ticks). Linux only.
 */
export async function endStrayGates(rooms: string, born: number | null): Promise<void> {
  await endGroups(new Set(), born, ({ dataDir }) => dataDir.startsWith(rooms + sep));
}

/**
 * Ends processes of this home that no note names: a coordinator killed between starting one and writing its note
 * leaves such. They are told by a `DATA_DIR` under one of `homes`, in a group whose leader is not `known`, and
 * started before `born` (in ticks): what this coordinator starts itself is never one. Linux only; elsewhere nothing is looked for.
 */
export async function endStrays(
  homes: readonly string[],
  known: ReadonlySet<number>,
  born: number | null,
): Promise<void> {
  await endGroups(
    known,
    born,
    ({ dataDir, isRelease }) => isRelease && homes.some((home) => dataDir.startsWith(home + sep)),
  );
}

async function endGroups(
  known: ReadonlySet<number>,
  born: number | null,
  isStray: (marks: { dataDir: string; isRelease: boolean }) => boolean,
): Promise<void> {
  if (born === null) return;
  const ownGroup = (await statOf(process.pid)).group;
  for (const name of await readdir('/proc')) {
    const pid = Number(name);
    if (!Number.isInteger(pid)) continue;
    const { group, started } = await statOf(pid);
    if (!(group > 1) || known.has(group) || group === ownGroup || !(started < born)) continue;
    const environment = (await readFile(`/proc/${name}/environ`, 'utf8').catch(() => '')).split('\0');
    const told = (key: string) =>
      environment.find((entry) => entry.startsWith(`${key}=`))?.slice(key.length + 1);
    const dataDir = told(placeMark) ?? told('DATA_DIR');
    const isRelease = environment.some((entry) => entry.startsWith('ANDON_RELEASE='));
    if (dataDir !== undefined && isStray({ dataDir, isRelease })) signalGroup(group, 'SIGKILL');
  }
}

async function statOf(pid: number): Promise<{ group: number; started: number }> {
  const stat = await readFile(`/proc/${pid}/stat`, 'utf8').catch(() => '');
  const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
  return { group: Number(fields[2]), started: Number(fields[19]) };
}
