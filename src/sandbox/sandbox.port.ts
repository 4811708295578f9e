export type SandboxTier = 'bubblewrap' | 'unshare' | 'process-group';

export type SandboxRun = {
  readonly argv: readonly string[];
  readonly cwd: string;
  /** The whole environment of the command; nothing is inherited. */
  readonly env: Readonly<Record<string, string>>;
  /** Directories it may write; `cwd` only when it is one of these. */
  readonly writable: readonly string[];
  readonly readable?: readonly string[];
  /** `loopback` is the sandbox's own: nothing outside reaches it, nor it what listens on this machine. */
  readonly network: 'none' | 'loopback' | 'full';
  readonly timeoutMs: number;
  /** How much output is kept; a command that writes sixteen times as much is ended with reason `output`. */
  readonly outputBytes: number;
  /** Limit on the private memory of each of its processes. */
  readonly memoryBytes?: number;
  readonly signal?: AbortSignal;
  readonly onOutput?: (chunk: string, stream: 'stdout' | 'stderr') => void;
};

export type SandboxOutcome = {
  readonly exit: number | null;
  readonly signal: string | null;
  /** Why it ended. `missing`: the program is not on this machine. */
  readonly reason: 'exited' | 'timeout' | 'output' | 'aborted' | 'missing' | 'failed';
  /** Both streams, first and last half of the cap kept. */
  readonly output: string;
  readonly durationMs: number;
};

export type SandboxStart = Omit<SandboxRun, 'timeoutMs'>;

export type SandboxCommand = Omit<SandboxStart, 'outputBytes' | 'signal' | 'onOutput'>;

export type CommandLine = {
  readonly argv: readonly string[];
  readonly cwd: string;
  /** The whole environment to start it with. */
  readonly env: Readonly<Record<string, string>>;
};

/** A command that keeps running until stopped. Its whole process tree goes with it. */
export type SandboxProcess = {
  /** The outermost process; 0 when it could not be started (`exited` says why). */
  readonly pid: number;
  readonly exited: Promise<SandboxOutcome>;
  stop(graceMs: number): Promise<void>;
};

/**
 * Where commands that Andon did not write run: own process group (own PID namespace where there is one), allow-listed
 * environment, `.andon` and Redis hidden, time and output limits. Never rejects for what the command does.
 */
export interface Sandbox {
  readonly tier: SandboxTier;
  /** Where a bare program name is found by commands in it; undefined when it is not on this machine. */
  which(name: string): string | undefined;
  run(order: SandboxRun): Promise<SandboxOutcome>;
  start(order: SandboxStart): SandboxProcess;
  /**
   * The command line that runs the command in this sandbox, for a process that outlives Andon and is started, watched
   * and stopped by its process group. Undefined when the program is not on this machine.
   */
  commandLine(order: SandboxCommand): CommandLine | undefined;
}
