import { spawn } from 'node:child_process';
import type { Clock } from '../coordinator/clock.port.ts';
import { messageOf } from '../errors.ts';
import { groupAlive, isAlive, type ProcessIdentity, signalGroup, startTimeOf } from './process-identity.ts';
import { ReleaseFailure } from './release-failure.ts';
import { pause } from './wait.ts';

/** How a process ended; both null when nobody could see it (it was adopted). */
export type Exit = { readonly code: number | null; readonly signal: string | null };

/** The leader of a process group that may outlive this process. */
export type ServiceProcess = ProcessIdentity & {
  readonly exited: Promise<Exit>;
  /** Whether its leader runs, as far as is known now. */
  alive(): boolean;
  /** Whether somebody asked it to stop: its exit is no crash. */
  stopping(): boolean;
  /** SIGTERM to the whole group, SIGKILL to what is left of it after `graceMs`. Resolves when nothing of it runs. */
  stop(graceMs: number): Promise<void>;
};

export type Command = {
  readonly argv: readonly string[];
  readonly cwd: string;
  readonly env: Readonly<Record<string, string>>;
  /** Where both of its streams go. */
  readonly output: number;
};

const lookEveryMs = 25;
const killWaitMs = 5_000;

/** Starts a command in a group of its own that outlives this process. Rejects with a `ReleaseFailure` when it cannot. */
export async function startProcess(command: Command, clock: Clock): Promise<ServiceProcess> {
  const [program, ...args] = command.argv;
  if (!program) throw new ReleaseFailure('work', 'the service names no start command');
  const child = spawn(program, args, {
    cwd: command.cwd,
    env: { ...command.env },
    detached: true,
    shell: false,
    stdio: ['ignore', command.output, command.output],
  });
  const { pid } = child;
  const identity = pid === undefined ? null : startTimeOf(pid);
  const exited = new Promise<Exit>((resolve) => {
    child.once('exit', (code, signal) => resolve({ code, signal }));
  });
  await new Promise<void>((resolve, reject) => {
    child.once('spawn', resolve);
    child.once('error', (error) =>
      reject(new ReleaseFailure('environment', `${program} cannot be started here: ${messageOf(error)}`)),
    );
  });
  child.unref();
  if (pid === undefined) throw new ReleaseFailure('environment', `${program} did not start`);
  return supervised({ pid, startTime: (await identity) ?? '' }, exited, clock);
}

/** Watches a process that an earlier coordinator started. It is looked at every `everyMs`, as it is no child of ours. */
export function adoptProcess(identity: ProcessIdentity, everyMs: number, clock: Clock): ServiceProcess {
  const exited = (async (): Promise<Exit> => {
    while (await isAlive(identity)) await pause(clock, everyMs);
    return { code: null, signal: null };
  })();
  return supervised(identity, exited, clock);
}

function supervised(identity: ProcessIdentity, ended: Promise<Exit>, clock: Clock): ServiceProcess {
  let alive = true;
  let stopping = false;
  const exited = ended.then((exit) => {
    alive = false;
    // A helper process left behind would keep the port; while stopping, it may still be shutting down in good order.
    if (!stopping) signalGroup(identity.pid, 'SIGKILL');
    return exit;
  });
  let stopped: Promise<void> | undefined;
  const stop = async (graceMs: number) => {
    stopping = true;
    if (!alive && !(await groupAlive(identity.pid))) return;
    signalGroup(identity.pid, 'SIGTERM');
    if (!(await gone(identity.pid, graceMs, clock))) {
      signalGroup(identity.pid, 'SIGKILL');
      await gone(identity.pid, killWaitMs, clock);
    }
  };
  return {
    ...identity,
    exited,
    alive: () => alive,
    stopping: () => stopping,
    stop: (graceMs) => {
      stopped ??= stop(graceMs);
      return stopped;
    },
  };
}

async function gone(leader: number, withinMs: number, clock: Clock): Promise<boolean> {
  const deadline = clock.monotonic() + withinMs;
  while (await groupAlive(leader)) {
    if (clock.monotonic() >= deadline) return false;
    await pause(clock, lookEveryMs);
  }
  return true;
}
