import type { Writable } from 'node:stream';

/** Strongest first; `process-group` is no sandbox: process limits alone. */
export type SandboxTier = 'bubblewrap' | 'unshare' | 'sandbox-exec' | 'process-group';

export type SandboxRun = {
  readonly argv: readonly string[];
  readonly cwd: string;
  /** The whole environment of the command; nothing is inherited. */
  readonly env: Readonly<Record<string, string>>;
  /** Directories it may write; `cwd` only when it is one of these. */
  readonly writable: readonly string[];
  readonly readable?: readonly string[];
  /** Directories that are there, writable and empty, and gone afterwards, whatever this machine has in their place. */
  readonly empty?: readonly string[];
  /**
   * Paths of this machine by another name: the command finds them there too, and is told that name wherever its working
   * directory, words or environment hold the path. So that a path does not say what a command is run for. Without
   * namespaces they keep their own.
   */
  readonly seenAs?: Readonly<Record<string, string>>;
  /** `loopback` is the sandbox's own: nothing outside reaches it, nor it what listens on this machine. */
  readonly network: 'none' | 'loopback' | 'full';
  readonly timeoutMs: number;
  /** How much output is kept; a command that writes sixteen times as much is ended with reason `output`. */
  readonly outputBytes: number;
  /** Output at which it is ended instead. */
  readonly mostOutputBytes?: number;
  /** Limit on the private memory of each of its processes; all together may take twice that, where that can be limited. */
  readonly memoryBytes?: number;
  /** Processes and threads it may have at a time. Default: the table of limits. */
  readonly processes?: number;
  /** Andon's own reference driver made what is run: the only thing that runs where no sandbox holds. Default: false. */
  readonly own?: boolean;
  readonly signal?: AbortSignal;
  readonly onOutput?: (chunk: string, stream: 'stdout' | 'stderr') => void;
  /** What it writes to stdout, byte for byte as it comes. */
  readonly onBytes?: (chunk: Buffer) => void;
};

export type SandboxOutcome = {
  readonly exit: number | null;
  readonly signal: string | null;
  /**
   * Why it ended. `oom`, `pids`: it wanted more memory or processes than it may have, where that can be told apart from
   * a failure of its own. `missing`: the program is not on this machine. `failed`: the sandbox could not be built.
   * `unsandboxed`: no sandbox holds here, so it was not run; `output` says what can be done.
   */
  readonly reason:
    | 'exited'
    | 'timeout'
    | 'output'
    | 'oom'
    | 'pids'
    | 'aborted'
    | 'missing'
    | 'failed'
    | 'unsandboxed';
  /** Both streams, first and last half of the cap kept. */
  readonly output: string;
  readonly durationMs: number;
};

export type SandboxStart = Omit<SandboxRun, 'timeoutMs'> & {
  /** It is spoken to. Default: its stdin is empty. */
  readonly stdin?: 'pipe';
};

export type SandboxCommand = Omit<
  SandboxStart,
  'outputBytes' | 'mostOutputBytes' | 'signal' | 'onOutput' | 'onBytes' | 'stdin'
>;

export type CommandLine = {
  readonly argv: readonly string[];
  readonly cwd: string;
  /** The whole environment to start it with. */
  readonly env: Readonly<Record<string, string>>;
};

/** No sandbox holds on this machine, and this is not to run without one: a sentence that names the ways out. */
export type Refused = { readonly refused: string };

/** A command that keeps running until stopped. Its whole process tree goes with it. */
export type SandboxProcess = {
  /** The outermost process; 0 when it could not be started (`exited` says why). */
  readonly pid: number;
  readonly exited: Promise<SandboxOutcome>;
  /** Where `stdin` was asked for and it could be started. What is written after its end is lost without an error. */
  readonly stdin?: Writable;
  stop(graceMs: number): Promise<void>;
};

/**
 * Where commands that Andon did not write run: own process group (own PID namespace where there is one), allow-listed
 * environment, `.andon` and Redis hidden, time and output limits. Never rejects for what the command does.
 */
export interface Sandbox {
  readonly tier: SandboxTier;
  /** Changes with anything that makes it weaker or stronger: tier, what was tried at the start, system call filter, limits. */
  readonly profile: string;
  /** Where a bare program name is found by commands in it; undefined when it is not on this machine. */
  which(name: string): string | undefined;
  run(order: SandboxRun): Promise<SandboxOutcome>;
  start(order: SandboxStart): SandboxProcess;
  /**
   * The command line that runs the command in this sandbox, for a process that outlives Andon and is started, watched
   * and stopped by its process group. Undefined when the program is not on this machine; `refused` says why nothing may
   * be run here.
   */
  commandLine(order: SandboxCommand): CommandLine | Refused | undefined;
}
