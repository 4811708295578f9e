import { type ChildProcess, fork } from 'node:child_process';
import type { Log } from '../log.ts';

export type BuiltInSession = { readonly name: string; readonly capabilities: readonly string[] };

/** The sessions `andon up` brings, so that the line runs end to end on a laptop with no key. */
export const builtInSessions: readonly BuiltInSession[] = [
  { name: 'builder-1', capabilities: ['builder'] },
  { name: 'tester-1', capabilities: ['tester', 'fixer'] },
];

export type BuiltInOptions = {
  /** The program's own entry: `main.js`, or `main.ts` under a loader. */
  readonly entry: string;
  readonly execArgv: readonly string[];
  readonly url: string;
  readonly workDir: string;
  readonly workerToken: string;
  /** By which they are known as Andon's own; in their environment alone, new at each start of Andon. */
  readonly secret: string;
  readonly env: Readonly<Record<string, string>>;
  readonly slots: number;
  readonly log: Log;
};

/** Restart delays after a session's process died, in ms; the last one stays. */
const restartDelays = [200, 1_000, 5_000, 15_000];

/**
 * Runs each built-in session as a process of its own, as any worker is, and starts it again when it dies. The child
 * ends by itself when this process is gone (its IPC channel closes). `close` stops them gracefully.
 */
export function startBuiltInSessions(sessions: readonly BuiltInSession[], options: BuiltInOptions) {
  const children = new Map<string, ChildProcess>();
  const timers = new Set<NodeJS.Timeout>();
  let closing = false;

  function run(session: BuiltInSession, deaths: number): void {
    const startedAt = Date.now();
    const args = [
      'worker',
      '--name',
      session.name,
      '--capabilities',
      session.capabilities.join(','),
      '--agent',
      'reference',
      '--slots',
      String(options.slots),
      '--url',
      options.url,
      '--work-dir',
      options.workDir,
      '--built-in',
    ];
    const child = fork(options.entry, args, {
      execArgv: [...options.execArgv],
      env: {
        ...options.env,
        ANDON_WORKER_TOKEN: options.workerToken,
        ANDON_BUILT_IN_SECRET: options.secret,
        ANDON_LOG_LEVEL: 'warn',
      },
      stdio: ['ignore', 'ignore', 'inherit', 'ipc'],
    });
    children.set(session.name, child);
    child.on('error', (error) =>
      options.log.error({ session: session.name, error: error.message }, 'session process'),
    );
    child.on('exit', (code, signal) => {
      children.delete(session.name);
      if (closing) return;
      const quick = Date.now() - startedAt < 30_000;
      const next = quick ? deaths + 1 : 0;
      const delay = restartDelays[Math.min(next, restartDelays.length - 1)] ?? 15_000;
      options.log.warn(
        { session: session.name, code, signal, delay },
        'a built-in session died; starting it again',
      );
      const timer = setTimeout(() => {
        timers.delete(timer);
        run(session, next);
      }, delay);
      timers.add(timer);
    });
  }

  for (const session of sessions) run(session, 0);

  return {
    pids: () => [...children].map(([name, child]) => ({ name, pid: child.pid ?? 0 })),
    async close(deadlineMs: number): Promise<void> {
      closing = true;
      for (const timer of timers) clearTimeout(timer);
      await Promise.all(
        [...children.values()].map(async (child) => {
          const gone = new Promise<void>((resolve) => child.once('exit', () => resolve()));
          child.kill('SIGTERM');
          const kill = setTimeout(() => child.kill('SIGKILL'), deadlineMs);
          await gone;
          clearTimeout(kill);
        }),
      );
    },
  };
}
