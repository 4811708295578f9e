import type { Config } from '../config.ts';
import type { DriverFactory } from '../worker/drivers/driver-registry.ts';
import type { Consume } from '../worker/worker-options.ts';

/** Where the CLI speaks. */
export type CliIo = {
  out(text: string): void;
  err(text: string): void;
  /** A person is watching standard output. */
  readonly tty: boolean;
};

/** A running Andon, as `up` needs it. */
export type RunningAndon = {
  /** The board's address, with a token in its fragment. */
  readonly boardUrl: string;
  readonly gatewayUrl: string;
  close(): Promise<void>;
};

/** What the program is handed by the process it runs in. */
export type CliDeps = {
  readonly io: CliIo;
  readonly config: () => Config;
  readonly start: (config: Config) => Promise<RunningAndon>;
  /** Drivers beside `command`, by name. */
  readonly drivers: Readonly<Record<string, DriverFactory>>;
  readonly consume?: Consume | undefined;
  /** Aborts when the process is asked to end. */
  readonly signal: AbortSignal;
  /** Aborts when it is asked a second time. Who calls this ends the process itself then. */
  readonly hurry?: (() => AbortSignal) | undefined;
  /** Program and arguments that start this program again, for what goes on when a command is done. */
  readonly self?: readonly string[] | undefined;
  readonly version: string;
};
