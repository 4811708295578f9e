import { constants } from 'node:fs';
import { cp, mkdir, mkdtemp } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import type { Sandbox, SandboxOutcome, SandboxRun } from '../sandbox/sandbox.port.ts';
import type { Stack } from '../stack/stack.ts';
import { frozenPaths } from './frozen-paths.ts';
import type { CommandRun } from './record.ts';

export type RoomCommand = {
  readonly argv: readonly string[];
  readonly env?: Readonly<Record<string, string>>;
  readonly network: SandboxRun['network'];
  readonly timeoutMs: number;
  readonly readable?: readonly string[];
  /** Default true: what is in `BUILD/` cannot be changed, new files can be made beside it. */
  readonly frozen?: boolean;
  readonly onLine?: (line: string) => void;
};

const outputBytes = 1024 * 1024;
const memoryBytes = 2 * 1024 ** 3;

/**
 * One export of one commit, with a folder for data and one for reports beside it, in which commands run in the sandbox.
 * Every command that ran is remembered for the record.
 */
export class CleanRoom {
  readonly directory: string;
  readonly build: string;
  readonly data: string;
  readonly reports: string;
  readonly sandbox: Sandbox;
  /** Andon's own reference driver wrote what is in it. */
  readonly own: boolean;
  readonly signal: AbortSignal;
  /** Of this room and its forks. */
  readonly runs: CommandRun[];

  constructor(
    directory: string,
    sandbox: Sandbox,
    signal: AbortSignal,
    more: { readonly own?: boolean; readonly runs?: CommandRun[] } = {},
  ) {
    this.directory = directory;
    this.build = join(directory, 'tree', 'BUILD');
    this.data = join(directory, 'data');
    this.reports = join(directory, 'reports');
    this.sandbox = sandbox;
    this.signal = signal;
    this.own = more.own ?? false;
    this.runs = more.runs ?? [];
  }

  /** A room of its own below `directory`, under a name that tells nothing of what it is for. */
  static async under(
    directory: string,
    sandbox: Sandbox,
    signal: AbortSignal,
    more: { readonly own?: boolean; readonly runs?: CommandRun[] } = {},
  ): Promise<CleanRoom> {
    return new CleanRoom(await mkdtemp(join(directory, 'room-')), sandbox, signal, more);
  }

  async open(): Promise<void> {
    for (const folder of [this.data, this.reports, this.build]) await mkdir(folder, { recursive: true });
  }

  /** A room beside this one with a copy of `BUILD/` as it is now, installed dependencies too; blocks are shared where the disk can. */
  async fork(): Promise<CleanRoom> {
    const { own, runs } = this;
    const room = await CleanRoom.under(dirname(this.directory), this.sandbox, this.signal, { own, runs });
    await room.open();
    await cp(this.build, room.build, {
      recursive: true,
      verbatimSymlinks: true,
      mode: constants.COPYFILE_FICLONE,
    });
    return room;
  }

  /** Runs a command in `BUILD/`. Rejects with the signal's reason once the verification is over. */
  async run(stack: Stack, command: RoomCommand): Promise<SandboxOutcome> {
    let rest = '';
    const onOutput = (chunk: string) => {
      const lines = (rest + chunk).split('\n');
      rest = (lines.pop() ?? '').slice(-10_000);
      for (const line of lines) command.onLine?.(line);
    };
    const frozen = command.frozen === false ? null : await frozenPaths(this.build);
    const outcome = await this.sandbox.run({
      argv: command.argv,
      cwd: this.build,
      env: { CI: 'true', DATA_DIR: this.data, ...stack.env, ...command.env },
      writable: [this.build, this.data, this.reports, ...(frozen?.writable ?? [])],
      readable: [...(command.readable ?? []), ...(frozen?.readable ?? [])],
      network: command.network,
      own: this.own,
      timeoutMs: command.timeoutMs,
      outputBytes,
      memoryBytes,
      signal: this.signal,
      onOutput,
    });
    const { exit, signal, reason, durationMs } = outcome;
    this.runs.push({ argv: [...command.argv], exit, signal, reason, durationMs });
    this.signal.throwIfAborted();
    return outcome;
  }
}

/** What keeps a command from having been run at all, or its end from saying anything; null when neither. */
export function machineTrouble(outcome: SandboxOutcome, program: string): string | null {
  if (outcome.reason === 'missing') return `${program} is not on this machine; install it`;
  if (outcome.reason === 'unsandboxed') return outcome.output;
  if (outcome.reason === 'failed')
    return `the sandbox could not start ${program}: ${outcome.output.slice(-500)}`;
  if (outcome.reason === 'exited' && (outcome.exit === 137 || outcome.signal === 'SIGKILL')) {
    return `${program} was killed from outside, most often for want of memory`;
  }
  return null;
}

/** What a command took more of than it may, in a sentence about `name`; null when that did not end it. */
export function outgrown({ reason }: SandboxOutcome, name: string): string | null {
  if (reason === 'output') return `${name} wrote more output than it may`;
  if (reason === 'oom')
    return `${name} took more memory than it may (${memoryBytes / 1024 ** 3} GB a process)`;
  return reason === 'pids' ? `${name} started more processes than it may` : null;
}

/** The last lines of some output, for a reason. */
export function lastLines(output: string, count = 15): string {
  const lines = output.split('\n').filter((line) => line.trim() !== '');
  return lines.slice(-count).join('\n').slice(-3_000);
}
