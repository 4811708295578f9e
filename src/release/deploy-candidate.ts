import type { ServiceEvent } from '../../machines/service/service.events.ts';
import { faultPoint } from '../fault-points.ts';
import { faultOfProof, prove } from './prove.ts';
import type { DeployOrder } from './release.port.ts';
import { asFailure, ReleaseFailure } from './release-failure.ts';
import type { RunningRelease } from './release-runner.ts';
import { tailOf, type Yard } from './release-yard.ts';
import type { Slot } from './service-slot.ts';

/** Makes the release, starts it as a candidate and proves it; reports what became of it, unless it was called off. */
export async function deployCandidate(
  yard: Yard,
  slot: Slot,
  order: DeployOrder,
  signal: AbortSignal,
): Promise<void> {
  const report = (event: ServiceEvent) => void yard.reporter.report(slot.service, event);
  const { release } = order;
  if (await isDone(yard, slot, order, report)) return;
  let running: RunningRelease | undefined;
  try {
    await mustBeVerified(yard, order, null);
    const { version, tree } = await yard.directories.make(order, async (app, exported) => {
      await mustBeVerified(yard, order, exported);
      await yard.runner.install(order, app, signal);
    });
    // It may have been made in an earlier run, when nobody looked at this record.
    await mustBeVerified(yard, order, tree ?? 'not known');
    if (signal.aborted) return;
    running = await yard.runner.start(order, order.overlap ? 'real' : 'copy');
    report({ type: 'ReleaseStarted', release });
    const proof = await prove(running, yard.proving, signal);
    if (proof.ok && !signal.aborted) {
      faultPoint('release.proved');
      slot.candidates.set(release, running);
      report({ type: 'ReleaseProved', release, version });
      return;
    }
    await yard.runner.stop(running);
    if (proof.ok || signal.aborted) return;
    const log = await tailOf(yard, slot.service, release);
    throw new ReleaseFailure(faultOfProof(proof, log, running.port), proof.reason);
  } catch (error) {
    if (signal.aborted) return;
    const { fault, message } = asFailure(error, 'the release could not be made');
    const log = await tailOf(yard, slot.service, release);
    report({ type: 'ReleaseFailed', release, fault, reason: message, log });
  }
}

async function mustBeVerified(yard: Yard, order: DeployOrder, tree: string | null): Promise<void> {
  const refusal = await yard.refusal(order, tree);
  if (refusal) throw new ReleaseFailure('record', `not deployed: ${refusal}`);
}

/** Whether it serves or stands proved already; then that is only said again. */
async function isDone(
  yard: Yard,
  slot: Slot,
  order: DeployOrder,
  report: (event: ServiceEvent) => void,
): Promise<boolean> {
  const { release } = order;
  const running = slot.serving?.release === release ? slot.serving : slot.candidates.get(release);
  if (!running?.process.alive()) {
    if (slot.candidates.delete(release) && running) await yard.runner.stop(running);
    return false;
  }
  const file = await yard.directories.read(slot.service, release);
  if (!file) return false;
  report({ type: 'ReleaseStarted', release });
  report({ type: 'ReleaseProved', release, version: file.version });
  return true;
}
