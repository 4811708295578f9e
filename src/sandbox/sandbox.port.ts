export type SandboxTier = 'bubblewrap' | 'unshare' | 'process-group';

export type SandboxRun = {
  readonly argv: readonly string[];
  readonly cwd: string;
  /** The whole environment of the command; nothing is inherited. */
  readonly env: Readonly<Record<string, string>>;
  /** Directories it may write; `cwd` only when it is one of these. */
  readonly writable: readonly string[];
  readonly readable?: readonly string[];
  readonly network: 'none' | 'loopback' | 'full';
  readonly timeoutMs: number;
  readonly outputBytes: number;
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

/** A command that keeps running until stopped. Its whole process tree goes with it. */
export type SandboxProcess = {
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
  run(order: SandboxRun): Promise<SandboxOutcome>;
  start(order: Omit<SandboxRun, 'timeoutMs'>): SandboxProcess;
}
