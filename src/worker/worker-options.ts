import type { RegisterResponse } from '../contracts/sessions.ts';
import type { Log } from '../log.ts';
import type { Delivery, DeliveryConsumer } from '../work-queue/work-queue.port.ts';
import type { Driver } from './driver.port.ts';

/** How a worker makes the place a driver works in, and what it hands in afterwards. */
export interface Workspaces {
  /** A clone of the bundle's `commit` in the new `directory`. */
  create(bundle: string, commit: string, directory: string): Promise<void>;
  /** Commits what is there and writes it as a bundle beside the directory. */
  commit(directory: string, message: string): Promise<{ commit: string; bundle: string }>;
  /** Removes the directory and everything kept beside it. */
  remove(directory: string): Promise<void>;
}

/** Opens the session's queue; `take` returns at once. */
export type Consume = (
  delivery: RegisterResponse['delivery'],
  take: (delivery: Delivery) => void,
) => Promise<DeliveryConsumer>;

export type WorkerOptions = {
  readonly url: string;
  /** Read anew for each registration: the keys of a home may have been made again. */
  readonly workerToken: () => string;
  /** Only of a session that Andon started itself: what it proves that with. */
  readonly builtIn?: string | undefined;
  readonly name: string;
  readonly capabilities: readonly string[];
  readonly slots: number;
  readonly agent: string;
  readonly host: string;
  readonly driver: Driver;
  readonly workspaces: Workspaces;
  /** Workspaces, results not yet handed in, and the session's token live here; it outlives the process. */
  readonly workDir: string;
  readonly log: Log;
  /** Its abort stops the worker gracefully. */
  readonly signal: AbortSignal;
  /** Without it, assignments are learnt from heartbeats alone. */
  readonly consume?: Consume | undefined;
  /** How long running work may go on after a stop was asked for, before it is given back. Default: not at all. */
  readonly finishMs?: number | undefined;
  /** For how long the workspaces of failed work are kept. Default: the table of limits. */
  readonly keepFailedMs?: number | undefined;
  /** How often those that are older are looked for. Default: every hour. */
  readonly tidyEveryMs?: number | undefined;
};
