import { spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, readdirSync, readFileSync, rmdirSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { launcherOf } from './launcher.ts';

export type GroupLimits = { readonly memoryBytes: number | undefined; readonly processes: number };

/** The control group of one run: what it limits together is told from outside, by the kernel's own count. */
export type ControlGroup = {
  /** Files into which a process writes its id to become part of it. */
  readonly doors: readonly string[];
  /** Which of its limits was reached, if one was. */
  reached(): 'oom' | 'pids' | null;
  /** Ends every process that is in it. */
  kill(): void;
  /** Ends what is left in it and removes it. */
  close(): Promise<void>;
};

/** Makes a group for a run; null where this machine lets Andon make none. */
export type MakeGroup = (limits: GroupLimits) => ControlGroup | null;

/** Where groups can be made: a directory of the hierarchy with version 2, one for each controller with version 1. */
export type Hierarchy = {
  readonly version: 1 | 2;
  readonly memory: string | null;
  readonly pids: string | null;
};

let here: Hierarchy | null | undefined;

/** Groups below this process's own. Found once, by making one and joining it. */
export const makeGroup: MakeGroup = (limits) => {
  here ??= findHierarchy();
  return here && openGroup(here, limits);
};

/** Whether what runs in a sandbox here is counted as a whole. */
export function hasGroups(): boolean {
  here ??= findHierarchy();
  return here !== null;
}

let made = 0;
const prefix = 'andon-run-';

function openGroup(hierarchy: Hierarchy, { memoryBytes, processes }: GroupLimits): ControlGroup | null {
  made += 1;
  const name = `${prefix}${process.pid}-${made}`;
  const memory = hierarchy.memory && join(hierarchy.memory, name);
  const pids = hierarchy.pids && join(hierarchy.pids, name);
  const folders = [...new Set([memory, pids].filter((path) => path !== null))];
  const first = hierarchy.version === 1;
  try {
    for (const folder of folders) mkdirSync(folder);
    if (pids) writeFileSync(join(pids, 'pids.max'), String(processes));
    if (memory && memoryBytes) {
      const file = first ? 'memory.limit_in_bytes' : 'memory.max';
      writeFileSync(join(memory, file), String(memoryBytes));
    }
  } catch {
    for (const folder of folders) removeGroup(folder);
    return null;
  }
  const kill = () => {
    for (const folder of folders) for (const pid of members(folder)) end(pid);
  };
  return {
    doors: folders.map((folder) => join(folder, 'cgroup.procs')),
    reached: () => {
      // The kernel's count of killed processes holds those that the whole machine's want of memory killed, too.
      const killed =
        memory &&
        (first
          ? count(memory, 'memory.oom_control', 'oom_kill')
          : count(memory, 'memory.events', 'oom_kill'));
      const full =
        memory && (first ? count(memory, 'memory.failcnt') : count(memory, 'memory.events', 'oom'));
      if (killed && full) return 'oom';
      return pids && count(pids, 'pids.events', 'max') ? 'pids' : null;
    },
    kill,
    close: async () => {
      for (let attempt = 0; attempt < 50; attempt += 1) {
        if (folders.map(removeGroup).every(Boolean)) return;
        kill();
        await delay(20);
      }
    },
  };
}

function findHierarchy(): Hierarchy | null {
  if (process.platform !== 'linux') return null;
  try {
    for (const hierarchy of hierarchies(readFileSync('/proc/self/cgroup', 'utf8'))) {
      for (const folder of [hierarchy.memory, hierarchy.pids]) if (folder) sweep(folder);
      const group = openGroup(hierarchy, { memoryBytes: 2 ** 30, processes: 64 });
      if (!group) continue;
      const [program = '', ...args] = [...launcherOf(null, group.doors), 'true'];
      const joined = spawnSync(program, args, { timeout: 5_000 }).status === 0;
      void group.close();
      if (joined) return hierarchy;
    }
  } catch {
    // A machine without them, or one that shows none of them.
  }
  return null;
}

/** Candidates, by the text of `/proc/self/cgroup`; `root` is where they are mounted. */
export function hierarchies(text: string, root = '/sys/fs/cgroup'): Hierarchy[] {
  const rows = text.split('\n').flatMap((line) => {
    const [, names = '', path] = /^\d+:([^:]*):(\/.*)$/.exec(line) ?? [];
    return path === undefined ? [] : [{ names: names.split(','), path }];
  });
  const found: Hierarchy[] = [];
  const version1 = (name: string): string | null => {
    const row = rows.find(({ names }) => names.includes(name));
    const folder = row && join(root, row.names.join(','), row.path);
    return folder && existsSync(folder) ? folder : null;
  };
  const own = rows.find(({ names }) => names[0] === '');
  if (own) {
    // With version 2 a group that holds processes hands no controllers on; the one around it may, and is used where this
    // process is not itself limited by its own.
    const inner = join(root, own.path);
    const limited = words(join(inner, 'memory.max'))[0] ?? 'max';
    for (const folder of limited === 'max' ? new Set([inner, dirname(inner)]) : [inner]) {
      const handed = folder.startsWith(root) ? words(join(folder, 'cgroup.subtree_control')) : [];
      const memory = handed.includes('memory') ? folder : null;
      const pids = handed.includes('pids') ? folder : null;
      if (memory || pids) found.push({ version: 2, memory, pids });
    }
  }
  const memory = version1('memory');
  const pids = version1('pids');
  if (memory || pids) found.push({ version: 1, memory, pids });
  if (memory && pids) found.push({ version: 1, memory: null, pids });
  return found;
}

/** Removes what a killed Andon left. */
function sweep(folder: string): void {
  for (const name of existsSync(folder) ? readdirSync(folder) : []) {
    const pid = Number(/^andon-run-(\d+)-\d+$/.exec(name)?.[1]);
    if (Number.isInteger(pid) && !existsSync(`/proc/${pid}`)) removeGroup(join(folder, name));
  }
}

function members(folder: string): number[] {
  return words(join(folder, 'cgroup.procs')).map(Number);
}

function words(file: string): string[] {
  try {
    return readFileSync(file, 'utf8').split(/\s+/).filter(Boolean);
  } catch {
    return [];
  }
}

/** The number in a file of one number, or behind a name in a file of names and numbers; 0 where there is none. */
function count(folder: string, file: string, name?: string): number {
  const all = words(join(folder, file));
  const text = name === undefined ? all[0] : all[all.indexOf(name) + 1];
  return name !== undefined && !all.includes(name) ? 0 : Number(text ?? 0) || 0;
}

function end(pid: number): void {
  try {
    process.kill(pid, 'SIGKILL');
  } catch {
    // It is gone already.
  }
}

function removeGroup(folder: string): boolean {
  try {
    rmdirSync(folder);
    return true;
  } catch {
    return !existsSync(folder);
  }
}
