import type { Stack } from '../stack/stack.ts';

export type InstallOrder = {
  /** Id of the service: what its own code could have a hand in is never handed to another. */
  readonly service: string;
  /** Where `stack.install` is run and where what it makes has to be: `BUILD/` of a room, `app` of a release. */
  readonly directory: string;
  readonly stack: Pick<Stack, 'name' | 'install' | 'env'>;
  /** Whether packages may run their install scripts. */
  readonly scripts: boolean;
  /** Hosts that may be reached beside the registries', as `host` or `host:port`. */
  readonly network: readonly string[];
  /** Andon's own reference driver wrote what is installed. */
  readonly own: boolean;
  readonly timeoutMs: number;
  readonly signal: AbortSignal;
};

export type InstallRun = {
  readonly argv: string[];
  readonly exit: number | null;
  readonly signal: string | null;
  readonly reason: string;
  readonly durationMs: number;
};

export type Installed =
  | {
      readonly ok: true;
      readonly from: 'nothing' | 'cache' | 'network';
      /** The command, with what came of it; empty where it came from the cache. */
      readonly runs: readonly InstallRun[];
      /** What a reader of the record should know: hosts that were refused, a network that could not be closed. */
      readonly notes: readonly string[];
    }
  | {
      readonly ok: false;
      readonly fault: 'environment' | 'work';
      readonly reason: string;
      readonly runs: readonly InstallRun[];
    };

/**
 * Fetches what a service depends on: with the network of the registries alone, without secrets, without install scripts
 * unless they are allowed. What a lock file names is fetched once and copied afterwards. Rejects with the signal's reason
 * when it is called off.
 */
export interface Dependencies {
  install(order: InstallOrder): Promise<Installed>;
}
