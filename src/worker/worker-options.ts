import type { RegisterResponse } from '../contracts/sessions.ts';
import type { Log } from '../log.ts';
import type { Delivery, DeliveryConsumer } from '../work-queue/work-queue.port.ts';
import type { Driver, GuidanceFile } from './driver.port.ts';
import type { StallLimits } from './stall-watch.ts';

/** How a worker makes the place a driver works in, and what it hands in afterwards. */
export interface Workspaces {
  /** A clone of the bundle's `commit` in the new `directory`, with the user's files for agents in it. */
  create(bundle: string, commit: string, directory: string, guidance: readonly GuidanceFile[]): Promise<void>;
  /** Commits what is there below `only` and writes it as a bundle beside the directory; `leftOut` lies elsewhere. */
  commit(
    directory: string,
    message: string,
    only: readonly string[],
  ): Promise<{ commit: string; bundle: string; leftOut: readonly string[] }>;
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
  /** Its abort, after that of `signal`, gives back at once what is still running. */
  readonly hurry?: AbortSignal | undefined;
  /** Without it, or where it cannot be opened, assignments are asked for over HTTP. */
  readonly consume?: Consume | undefined;
  /** Whose limits it shares with other sessions, where that is known. */
  readonly account?: string | undefined;
  /** What of the capabilities cannot be done now, and why; asked at the start and again now and then. */
  readonly probe?: (() => Promise<readonly Unavailable[]>) | undefined;
  /** How often it is asked. Default: every five minutes. */
  readonly probeEveryMs?: number | undefined;
  /** When a run counts as stuck. Default: the table of limits. */
  readonly stall?: StallLimits | undefined;
  /** How long running work may go on after a stop was asked for, before it is given back. Default: not at all. */
  readonly finishMs?: number | undefined;
  /** For how long the workspaces of failed work are kept. Default: the table of limits. */
  readonly keepFailedMs?: number | undefined;
  /** At most so many of them, and so many bytes together; the oldest go first. Default: 20 and 2 GiB. */
  readonly keepFailed?: { readonly count: number; readonly bytes: number } | undefined;
  /** How often those that are older are looked for. Default: every hour. */
  readonly tidyEveryMs?: number | undefined;
};

export type Unavailable = { readonly capability: string; readonly reason: string };
