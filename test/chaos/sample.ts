import { readdirSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import type { Rig } from './rig.ts';

/** One look at everything that could grow; a figure that could not be had is left out. */
export type Sample = {
  /** Seconds since the run began. */
  readonly s: number;
  /** `worker-1 rss MB`, `redis keys` and so on. */
  readonly figures: Readonly<Record<string, number>>;
  /** Which process each figure's subject was: another one starts anew. */
  readonly pids: Readonly<Record<string, number>>;
};

const read = (path: string): string => {
  try {
    return readFileSync(path, 'utf8');
  } catch {
    return '';
  }
};

const list = (path: string): string[] => {
  try {
    return readdirSync(path);
  } catch {
    return [];
  }
};

const field = (text: string, name: string): number | undefined => {
  const found = new RegExp(`^${name}:\\s*(\\d+)`, 'm').exec(text)?.[1];
  return found === undefined ? undefined : Number(found);
};

function ofProcess(pid: number): Record<string, number | undefined> {
  const status = read(`/proc/${pid}/status`);
  const handles = list(`/proc/${pid}/fd`);
  const watches = handles
    .map((handle) => read(`/proc/${pid}/fdinfo/${handle}`).match(/^inotify wd:/gm)?.length ?? 0)
    .reduce((sum, count) => sum + count, 0);
  const rss = field(status, 'VmRSS');
  return {
    'rss MB': rss === undefined ? undefined : rss / 1_024,
    handles: handles.length || undefined,
    'watch descriptors': handles.length > 0 ? watches : undefined,
    threads: field(status, 'Threads'),
    children: read(`/proc/${pid}/task/${pid}/children`).split(' ').filter(Boolean).length,
  };
}

async function timersOf(url: string): Promise<number | undefined> {
  const response = await fetch(`${url}/metrics`, { signal: AbortSignal.timeout(2_000) }).catch(
    () => undefined,
  );
  const text = response?.ok ? await response.text() : '';
  const found = /^\S*nodejs_active_resources\{type="Timeout"[^}]*\} (\d+)/m.exec(text)?.[1];
  return found === undefined ? undefined : Number(found);
}

/** Looks at every process of the rig, its Redis, its database and its directories. Never rejects. */
export async function takeSample(rig: Rig, since: number): Promise<Sample> {
  const figures: Record<string, number> = {};
  const pids: Record<string, number> = {};
  const put = (subject: string, values: Record<string, number | undefined>, pid?: number) => {
    for (const [name, value] of Object.entries(values)) {
      if (value === undefined) continue;
      figures[`${subject} ${name}`] = value;
      if (pid !== undefined) pids[`${subject} ${name}`] = pid;
    }
  };
  const active = rig.writing()?.member.process;
  if (active) {
    put('coordinator', ofProcess(active.pid), active.pid);
    put('coordinator', { timers: await timersOf(`http://127.0.0.1:${rig.apiPort}`) }, active.pid);
  }
  for (const { name, process: one } of rig.workers) if (one) put(name, ofProcess(one.pid), one.pid);
  try {
    const pid = rig.redis.pid();
    put('redis', ofProcess(pid), pid);
    const memory = field(await rig.redis.command('INFO memory'), 'used_memory');
    const keys = /:(\d+)/.exec(await rig.redis.command('DBSIZE'))?.[1];
    put('redis', {
      'memory MB': memory === undefined ? undefined : memory / 1_048_576,
      keys: keys === undefined ? undefined : Number(keys),
    });
  } catch {
    // Redis is away just now.
  }
  const { home } = rig.line;
  put('home', {
    'database MB': ['andon.db', 'andon.db-wal']
      .map((name) => statSync(join(home, name), { throwIfNoEntry: false })?.size ?? 0)
      .reduce((sum, size) => sum + size / 1_048_576, 0),
    'temporary files': list(join(home, 'temp')).length,
    'most releases of a service': Math.max(
      0,
      ...list(join(home, 'releases')).map((id) => list(join(home, 'releases', id)).length),
    ),
    repositories: list(join(home, 'git')).length,
    records: list(join(home, 'records')).flatMap((id) => list(join(home, 'records', id))).length,
    workspaces: list(join(rig.line.directory, 'work')).flatMap((name) =>
      list(join(rig.line.directory, 'work', name, 'workspaces')),
    ).length,
    'files in TMPDIR': list(join(rig.line.directory, 'tmp')).length,
  });
  return { s: Math.round((performance.now() - since) / 1_000), figures, pids };
}
