import { readdir, readFile } from 'node:fs/promises';
import { setTimeout as delay } from 'node:timers/promises';

/** Set in the environment of commands that run without a PID namespace, so that those which left their group are found. */
export const markerName = 'ANDON_SANDBOX_RUN';

type ProcessRow = {
  readonly pid: number;
  readonly parent: number;
  readonly name: string;
  readonly state: string;
};

/** Whether the process is there and not a zombie. */
export async function isRunning(pid: number): Promise<boolean> {
  const row = await rowOf(pid);
  if (row) return row.state !== 'Z';
  return signal(pid, 0) && (await processIds()).length === 0;
}

/**
 * Ends a process and everything below it: TERM to the commands (not to the wrappers, which would take the rest down
 * unasked), KILL to all after `graceMs`. Resolves when the outermost is gone.
 */
export async function endTree(pid: number, graceMs: number): Promise<void> {
  const marker = await markerOf(pid);
  if (graceMs > 0) {
    const rows = await treeOf(pid);
    if (rows.length === 0) signal(-pid, 'SIGTERM');
    for (const row of rows) if (!wrappers.has(row.name)) signal(row.pid, 'SIGTERM');
    await gone(pid, graceMs);
  }
  while (await isRunning(pid)) {
    for (const row of await treeOf(pid)) signal(row.pid, 'SIGKILL');
    signal(-pid, 'SIGKILL');
    await gone(pid, 200);
  }
  await endLeftovers(pid, marker);
}

/** Kills what a finished command left behind: the rest of its process group, and what carries its marker. */
export async function endLeftovers(pid: number, marker: string | null): Promise<void> {
  signal(-pid, 'SIGKILL');
  if (marker === null) return;
  for (const other of await processIds()) {
    if (other !== process.pid && (await markerOf(other)) === marker) signal(other, 'SIGKILL');
  }
}

const wrappers = new Set(['bwrap', 'unshare', 'prlimit']);

async function gone(pid: number, withinMs: number): Promise<void> {
  const end = performance.now() + withinMs;
  while (performance.now() < end && (await isRunning(pid))) await delay(20);
}

async function treeOf(root: number): Promise<ProcessRow[]> {
  const rows = (await Promise.all((await processIds()).map(rowOf))).filter((row) => row !== null);
  const tree = rows.filter((row) => row.pid === root);
  // Rows are appended while this walks them, so children of children are met as well.
  for (const parent of tree) tree.push(...rows.filter((row) => row.parent === parent.pid));
  return tree;
}

async function processIds(): Promise<number[]> {
  const names = await readdir('/proc').catch(() => []);
  return names.filter((name) => /^\d+$/.test(name)).map(Number);
}

async function rowOf(pid: number): Promise<ProcessRow | null> {
  const text = await readFile(`/proc/${pid}/stat`, 'utf8').catch(() => null);
  // The name stands in parentheses and may itself hold spaces and parentheses.
  const parts = text?.match(/^\d+ \((.*)\) (\S) (\d+)/s);
  if (!parts) return null;
  return { pid, name: parts[1] ?? '', state: parts[2] ?? '', parent: Number(parts[3]) };
}

async function markerOf(pid: number): Promise<string | null> {
  const text = await readFile(`/proc/${pid}/environ`, 'utf8').catch(() => '');
  const entry = text.split('\0').find((line) => line.startsWith(`${markerName}=`));
  return entry?.slice(markerName.length + 1) ?? null;
}

/** False when there is nobody to signal, or it is not ours. */
function signal(pid: number, name: NodeJS.Signals | 0): boolean {
  try {
    return process.kill(pid, name);
  } catch {
    return false;
  }
}
