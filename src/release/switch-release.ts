import type { ServiceEvent } from '../../machines/service/service.events.ts';
import { messageOf } from '../errors.ts';
import { faultPoint } from '../fault-points.ts';
import { awaitHealthy } from './prove.ts';
import type { DeployOrder } from './release.port.ts';
import type { ReleaseFile } from './release-directories.ts';
import { asFailure, ReleaseFailure } from './release-failure.ts';
import type { RunningRelease } from './release-runner.ts';
import {
  putInService,
  reportRecord,
  startHealthy,
  startReal,
  tailOf,
  takeOutOfService,
  type Yard,
} from './release-yard.ts';
import { holding, type Slot } from './service-slot.ts';
import type { ServingRecord } from './serving-records.ts';

/** The proved candidate takes over; when it cannot, what served before serves again. */
export async function switchRelease(
  yard: Yard,
  slot: Slot,
  release: string,
  from: string | null,
  signal: AbortSignal,
): Promise<void> {
  const done: ServiceEvent = { type: 'ReleaseSwitched', release };
  if (slot.serving?.release === release && slot.serving.process.alive()) {
    return void yard.reporter.report(slot.service, done);
  }
  const file = await yard.directories.read(slot.service, release);
  if (!file) {
    const reason = 'its directory is gone: the release has to be made again';
    const serving = slot.serving?.process.alive() ? slot.serving.release : null;
    return void yard.reporter.report(slot.service, {
      type: 'SwitchFailed',
      release,
      fault: 'environment',
      reason,
      log: '',
      serving,
    });
  }
  const old = slot.serving;
  try {
    const record = await holding(slot, async () => {
      const running = await takeOver(yard, slot, file, signal);
      faultPoint('release.switch.healthy');
      return serve(yard, slot, file, running, { previous: from, unreported: done, known: true });
    });
    // With an overlap the old one still finishes what it was asked before the switch.
    if (old?.process.alive()) {
      await yard.drain(old.port, yard.drainMs);
      await yard.runner.stop(old);
    }
    faultPoint('release.switch.old-stopped');
    void reportRecord(yard, record);
    await prune(yard, slot, record);
  } catch (error) {
    if (signal.aborted) return;
    const { fault, message } = asFailure(error, 'the switch did not succeed');
    const log = await tailOf(yard, slot.service, release);
    const serving = from === null ? null : await revive(yard, slot, from, signal);
    const reason =
      serving === null ? message : `${message}; ${serving} serves again, on the data as it is now`;
    void yard.reporter.report(slot.service, { type: 'SwitchFailed', release, fault, reason, log, serving });
  }
}

/** Goes back to a release that served before. Data is never rewound. Where it cannot, `keep` lets `from` serve again. */
export async function rollBackRelease(
  yard: Yard,
  slot: Slot,
  { from, to, keep }: { readonly from: string; readonly to: string; readonly keep: boolean },
  signal: AbortSignal,
): Promise<void> {
  const done: ServiceEvent = { type: 'RolledBack', from, to };
  if (slot.serving?.release === to && slot.serving.process.alive()) {
    return void yard.reporter.report(slot.service, done);
  }
  try {
    const file = await yard.directories.read(slot.service, to);
    if (!file)
      throw new ReleaseFailure('environment', `the directory of ${to} is gone: it is not kept any more`);
    const record = await holding(slot, async () => {
      await takeOutOfService(yard, slot);
      faultPoint('release.roll-back.stopped');
      const running = await startHealthy(yard, file.order, signal);
      faultPoint('release.roll-back.healthy');
      return serve(yard, slot, file, running, { previous: null, unreported: done, known: false });
    });
    const note = `rolled back from ${from} to ${to}; the data was not rewound, it is as ${from} left it`;
    await yard.logs.note(slot.service, to, note).catch(() => undefined);
    yard.log.warn({ service: slot.service, from, to }, note);
    faultPoint('release.roll-back.after');
    void reportRecord(yard, record);
  } catch (error) {
    if (signal.aborted) return;
    const { message } = asFailure(error, 'the rollback did not succeed');
    const log = await tailOf(yard, slot.service, to);
    const serving = keep ? await wellAgain(yard, slot, from, signal) : null;
    const reason = serving === null ? message : `${message}; ${serving} serves again`;
    void yard.reporter.report(slot.service, { type: 'RollbackFailed', from, to, reason, log, serving });
  }
}

/** Stops and starts what serves. `event` is reported as soon as the process is up; health is the prober's to say. */
export async function startAgain(
  yard: Yard,
  slot: Slot,
  order: DeployOrder,
  event: ServiceEvent | null,
  signal: AbortSignal,
): Promise<void> {
  const { release } = order;
  await holding(slot, async () => {
    await takeOutOfService(yard, slot);
    faultPoint('release.restart.stopped');
    let running: RunningRelease;
    try {
      await yard.directories.make(order, (app) => yard.runner.install(order, app, signal));
      running = await startReal(yard, order);
    } catch (error) {
      if (signal.aborted) return;
      const { fault, message } = asFailure(error, 'the release could not be started');
      await yard.unwell(slot.service, release, message, fault === 'work' ? 'service' : 'environment');
      return;
    }
    faultPoint('release.restart.started');
    slot.serving = running;
    if (event) void yard.reporter.report(slot.service, event);
    const proof = await awaitHealthy(running, yard.proving, signal);
    if (signal.aborted) return;
    await putInService(yard, slot, running, false);
    if (!proof.ok) yard.prober.failed(slot.service, release, proof.reason);
  });
}

/** The new release runs healthy on the service's own data, and nothing else does (but with an overlap). */
async function takeOver(
  yard: Yard,
  slot: Slot,
  file: ReleaseFile,
  signal: AbortSignal,
): Promise<RunningRelease> {
  const candidate = slot.candidates.get(file.release);
  slot.candidates.delete(file.release);
  if (file.order.overlap) {
    if (candidate?.process.alive()) return candidate;
    return startHealthy(yard, file.order, signal);
  }
  await takeOutOfService(yard, slot, yard.drainMs);
  if (candidate) await yard.runner.stop(candidate);
  faultPoint('release.switch.stopped');
  return startHealthy(yard, file.order, signal);
}

/** Written first, then routed: after a crash in between, the file says what the report would have. */
async function serve(
  yard: Yard,
  slot: Slot,
  file: ReleaseFile,
  running: RunningRelease,
  how: { previous: string | null; unreported: ServiceEvent; known: boolean },
): Promise<ServingRecord> {
  const { release, commit, order } = file;
  const { previous, unreported, known } = how;
  const record = { service: order.service, release, commit, previous, since: yard.clock.now(), unreported };
  try {
    await yard.records.write(record);
  } catch (error) {
    await yard.runner.stop(running);
    throw error;
  }
  faultPoint('release.serving.written');
  await putInService(yard, slot, running, known);
  return record;
}

/** What served may never have stopped; only where it is well it is said to serve. */
async function wellAgain(yard: Yard, slot: Slot, from: string, signal: AbortSignal): Promise<string | null> {
  const serving = await revive(yard, slot, from, signal);
  return yard.prober.measured(slot.service)?.isWell ? serving : null;
}

async function revive(yard: Yard, slot: Slot, from: string, signal: AbortSignal): Promise<string | null> {
  if (slot.serving?.release === from && slot.serving.process.alive()) return from;
  try {
    const file = await yard.directories.read(slot.service, from);
    if (!file) return null;
    await holding(slot, async () => {
      const running = await startHealthy(yard, file.order, signal);
      await putInService(yard, slot, running, true);
    });
    return from;
  } catch (error) {
    yard.log.error({ service: slot.service, release: from, reason: messageOf(error) }, 'cannot serve again');
    return null;
  }
}

/** Old releases go, but never one that serves, that people may go back to, or that is being worked on. */
async function prune(yard: Yard, slot: Slot, record: ServingRecord): Promise<void> {
  const busy = new Set([...slot.tasks.values()].map((task) => task.release));
  // The one that serves from now on is the newest of those that served; its place is taken from the oldest.
  const served = yard.served(slot.service).filter((release) => release !== record.release);
  const former = served.slice(0, yard.releasesKept - 1);
  const needed = new Set([record.release, record.previous, ...former, ...slot.candidates.keys(), ...busy]);
  const files = await yard.directories.list(slot.service);
  for (const { release } of files.slice(yard.releasesKept)) {
    if (needed.has(release)) continue;
    await yard.runner.remove(slot.service, release);
  }
  const kept = new Set((await yard.directories.list(slot.service)).map((file) => file.release));
  await yard.logs.prune(slot.service, kept, yard.releasesKept);
}
