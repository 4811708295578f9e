import type { Limits } from '../../machines/policy/limits.ts';
import type { Clock } from '../coordinator/clock.port.ts';
import type { Log } from '../log.ts';
import type { Sandbox } from '../sandbox/sandbox.port.ts';
import type { Ports } from './ports.ts';
import type { DeployOrder, ReportRelease } from './release.port.ts';
import type { ReleaseRunnerOptions, StartPlan } from './release-runner.ts';
import type { Secrets } from './secrets.ts';
import type { ServiceLogs } from './service-logs.ts';

/** Spans in milliseconds that are this host's own and no policy. */
export type ReleaseTimes = {
  /** A release answers its first probe within this of its start. */
  readonly startMs: number;
  /** SIGTERM to SIGKILL. */
  readonly stopMs: number;
  /** What a healthy service may take to finish what it was asked; a failing one gets `hurriedDrainMs`. */
  readonly drainMs: number;
  readonly hurriedDrainMs: number;
  readonly installMs: number;
  /** How often processes of an earlier coordinator are looked at. */
  readonly pollMs: number;
  /** How often log sizes are looked at and the measured uptime is kept. */
  readonly housekeepingMs: number;
};

export const usualTimes: ReleaseTimes = {
  startMs: 20_000,
  stopMs: 10_000,
  drainMs: 10_000,
  hurriedDrainMs: 1_000,
  installMs: 10 * 60_000,
  pollMs: 500,
  housekeepingMs: 30_000,
};

export type ProcessReleasesOptions = {
  readonly releasesDir: string;
  /** `<dataDir>/<service id>` is a service's `DATA_DIR`. */
  readonly dataDir: string;
  readonly limits: Limits;
  readonly times?: Partial<ReleaseTimes>;
  readonly clock: Clock;
  readonly log: Log;
  readonly ports: Ports;
  readonly secrets: Secrets;
  readonly logs: ServiceLogs;
  /** Environment of this process that services may have: PATH, HOME, LANG. */
  readonly env: Readonly<Record<string, string>>;
  /** Writes `BUILD/` of one commit into an empty directory. */
  readonly exportCommit: (service: string, commit: string, directory: string) => Promise<void>;
  /** Why the order's record does not allow these bytes to be deployed; null when it does. `tree` is their hash, null before they are exported. */
  readonly refusal: (order: DeployOrder, tree: string | null) => Promise<string | null>;
  /** Whether Andon's own reference driver made what is released. Default: nothing. */
  readonly isOwn?: (order: DeployOrder) => Promise<boolean>;
  /** How what is in `app` is started; `service` is its id. */
  readonly stackOf: (
    app: string,
    service: string,
  ) => Promise<StartPlan | { readonly missing: readonly string[] }>;
  /** Fetches what a release depends on; without it nothing is. */
  readonly install?: NonNullable<ReleaseRunnerOptions['install']>;
  /** The sandbox services run in; without one they run as plain process groups. */
  readonly commandLine?: Sandbox['commandLine'];
  /** Base URL of a service by its name, for those that depend on it. */
  readonly serviceUrl: (name: string) => string;
  /** Public URL of a service by its id; null when it has none. */
  readonly urlOf: (service: string) => string | null;
  readonly report: ReportRelease;
  /** Releases of a service that served, the newest first: they may be asked to serve again. Default: none is known. */
  readonly served?: (service: string) => readonly string[];
  /** Waits until the gateway has no request to this port left, at most `withinMs`. */
  readonly drain?: (port: number, withinMs: number) => Promise<void>;
};
