import type { ServiceEvent } from '../../machines/service/service.events.ts';

export type DeployOrder = {
  readonly service: { readonly id: string; readonly name: string };
  readonly release: string;
  readonly commit: string;
  readonly change: number;
  readonly record: string;
  readonly secrets: readonly string[];
  readonly services: readonly string[];
  /** Old and new may run on the same data: the switch needs no stop. Default false. */
  readonly overlap?: boolean | undefined;
};

/**
 * The releases of a home on this host. Every call is idempotent and returns as soon as the work is under way; what
 * became of it is reported as a service event (`ReleaseStarted`, `ReleaseProved`, `ReleaseFailed`, `ReleaseSwitched`,
 * `SwitchFailed`, `HealthPassed`, `HealthFailed`, `ReleaseRestarted`, `RolledBack`, `RollbackFailed`).
 * Asked again for what is already done, it reports the same event again.
 */
export interface Releases {
  /** Makes the immutable release directory, starts the release as a candidate on a copy of the data, proves it. */
  deploy(order: DeployOrder): Promise<void>;
  /** The proved candidate serves from now on; what served before is drained and stopped. */
  switchTo(service: string, release: string, from: string | null): Promise<void>;
  /** Stops and removes a candidate that will not serve. */
  discard(service: string, release: string): Promise<void>;
  restart(service: string, release: string): Promise<void>;
  /** `keep`: where `to` does not come up, `from` serves again if it can. */
  rollBack(service: string, from: string, to: string, keep?: boolean): Promise<void>;
  /** Stops whatever serves, for good. */
  stopService(service: string): Promise<void>;
  /** Whether this release's deploy, switch, restart or rollback is being worked on in this process. */
  underway(service: string, release: string): boolean;
  /** On start: finds the services a killed coordinator left running (pid, start time, commit), starts what should run and does not. */
  adopt(
    serving: readonly { service: { id: string; name: string }; release: string; order: DeployOrder }[],
  ): Promise<void>;
  /** Orderly stop: stops every service. */
  close(): Promise<void>;
}

export type ReportRelease = (service: string, event: ServiceEvent) => Promise<void>;

/** A release whose files are on this host. */
export type KeptRelease = {
  readonly release: string;
  readonly commit: string;
  readonly change: number;
  readonly record: string;
  readonly version: string;
  /** When it was made, epoch milliseconds. */
  readonly at: number;
  /** Hash of its files as its verification record has it; undefined in releases that 0.1.0 made. */
  readonly tree?: string | undefined;
};

/** What the gateway needs to forward `/<name>/…`; undefined while nothing serves. */
export type Route = { readonly port: number; readonly host: string };

export type LiveFigures = {
  readonly url: string | null;
  /** Share of passed probes since the release began to serve, 0–1; null before the first probe. */
  readonly uptime: number | null;
  readonly probedAt: number | null;
};
