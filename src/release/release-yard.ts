import type { Clock } from '../coordinator/clock.port.ts';
import { messageOf } from '../errors.ts';
import { faultPoint } from '../fault-points.ts';
import type { Log } from '../log.ts';
import type { Prober } from './prober.ts';
import { awaitHealthy, exitSentence, faultOfProof, type ProvingOptions } from './prove.ts';
import type { DeployOrder } from './release.port.ts';
import type { ReleaseDirectories } from './release-directories.ts';
import { asFailure, ReleaseFailure } from './release-failure.ts';
import type { ReleaseRunner, RunningRelease } from './release-runner.ts';
import type { Reporter } from './reporter.ts';
import type { ServiceLogs } from './service-logs.ts';
import type { Slot } from './service-slot.ts';
import type { ServingRecord, ServingRecords } from './serving-records.ts';

/** What deploying, switching and adopting share. */
export type Yard = {
  readonly clock: Clock;
  readonly log: Log;
  readonly directories: ReleaseDirectories;
  readonly records: ServingRecords;
  readonly runner: ReleaseRunner;
  readonly logs: ServiceLogs;
  readonly reporter: Reporter;
  readonly prober: Prober;
  readonly proving: ProvingOptions;
  readonly releasesKept: number;
  /** See `ProcessReleasesOptions.served`. */
  readonly served: (service: string) => readonly string[];
  /** See `ProcessReleasesOptions.refusal`. */
  readonly refusal: (order: DeployOrder, tree: string | null) => Promise<string | null>;
  /** Resolves when the gateway has no request to this port left, or after `withinMs`. */
  readonly drain: (port: number, withinMs: number) => Promise<void>;
  /** How long a healthy service may finish what it was asked; a failing one gets `hurriedDrainMs`. */
  readonly drainMs: number;
  readonly hurriedDrainMs: number;
  /** What serves, or should, is not well: that is reported and, where the machine will not ask for it, mended. */
  readonly unwell: (
    service: string,
    release: string,
    reason: string,
    cause: 'service' | 'environment',
  ) => Promise<void>;
};

const tailBytes = 8 * 1024;

/** The end of a release's log, fit to be reported. */
export function tailOf(yard: Yard, service: string, release: string): Promise<string> {
  return yard.logs.tail(service, release, tailBytes).catch(() => '');
}

/** Starts a release on the service's own data and waits until it is healthy; stops it again when it does not get so. */
export async function startHealthy(
  yard: Yard,
  order: DeployOrder,
  signal: AbortSignal,
): Promise<RunningRelease> {
  const running = await startReal(yard, order);
  const proof = await awaitHealthy(running, yard.proving, signal);
  if (proof.ok) return running;
  await yard.runner.stop(running);
  const log = await tailOf(yard, running.service, running.release);
  throw new ReleaseFailure(faultOfProof(proof, log, running.port), proof.reason);
}

/** Starts a release on the service's own data. Rejects with a `ReleaseFailure`. */
export async function startReal(yard: Yard, order: DeployOrder): Promise<RunningRelease> {
  try {
    return await yard.runner.start(order, 'real');
  } catch (error) {
    throw asFailure(error, 'the release could not be started');
  }
}

/** From now on this process serves: the gateway forwards to it, the prober watches it, its end is noticed. */
export async function putInService(
  yard: Yard,
  slot: Slot,
  running: RunningRelease,
  known: boolean,
): Promise<void> {
  const counts = await yard.records.readUptime(slot.service, running.release);
  slot.serving = running;
  const { service, release, port, process } = running;
  yard.prober.watch({ service, release, port, alive: process.alive }, { known, counts });
  void process.exited.then(({ code, signal }) => {
    if (!process.stopping()) yard.prober.failed(service, release, exitSentence(code, signal));
  });
}

/** Stops what serves, after it had `drainMs` to finish what it was asked; nothing serves afterwards. */
export async function takeOutOfService(yard: Yard, slot: Slot, drainMs = yard.hurriedDrainMs): Promise<void> {
  if (slot.serving?.process.alive()) await yard.drain(slot.serving.port, drainMs);
  const running = slot.serving;
  yard.prober.unwatch(slot.service);
  slot.serving = null;
  if (running) await yard.runner.stop(running);
}

/**
 * Reports what the record says was done and, once that is accepted, notes so. A crash in between reports it again.
 */
export async function reportRecord(yard: Yard, record: ServingRecord): Promise<void> {
  const { service, release, unreported } = record;
  if (!unreported || !(await yard.reporter.report(service.id, unreported))) return;
  faultPoint('release.report.after');
  await yard.records.accepted(record).catch((error: unknown) => {
    yard.log.warn(
      { service: service.id, release, reason: messageOf(error) },
      'an accepted report was not noted',
    );
  });
}
