import type { Coordinator } from '../coordinator/coordinator.port.ts';
import type { Signals } from '../coordinator/signals.port.ts';
import { isAgain } from '../verification/record/reuse.ts';
import type { VerificationResults } from '../work-queue/work-queue.port.ts';
import { verificationFinished } from './effects.ts';

/** Verdicts become facts, told again until they are durable; what is said on the way is shown, and kept in the log. */
export function hearVerifications(
  results: VerificationResults,
  coordinator: Pick<Coordinator, 'receive'>,
  signals: Signals,
): void {
  /** Of each service whose gate runs, the step that was told last. */
  const phases = new Map<string, string>();
  results.onVerified(async (result) => {
    // Asked for by a person: no service waits for it.
    if (isAgain(result.verification)) return;
    phases.delete(result.service);
    await coordinator.receive(`service/${result.service}`, verificationFinished(result));
  });
  results.onVerificationProgress((progress) => {
    const { service, passed, total, line, phase } = progress;
    // Figures that come quickly are merged: what it has to say is of the step before.
    if (line !== undefined) signals.send({ kind: 'log', service, source: 'verify', line });
    if (phases.get(service) !== phase) {
      phases.set(service, phase);
      signals.send({ kind: 'log', service, source: 'verify', line: `gate: ${phase}` });
    }
    signals.send({ kind: 'activity', service, text: phase });
    if (passed !== undefined && total !== undefined) signals.send({ kind: 'tests', service, passed, total });
  });
}
