import type { Random } from '../simulation/random.ts';
import type { Checker } from './checker.ts';
import type { Asked, Said } from './real-line.ts';

type Order = {
  readonly type: string;
  readonly release: string;
  readonly verification: string;
  readonly gate: string;
  readonly commit: string;
  readonly record: string;
  readonly from: string;
  readonly to: string;
  readonly keep: boolean;
};

/** What comes back for an effect that was asked for; the checker is told what an adapter would have done. */
export function answerTo({ effect, stream }: Asked, checker: Checker, at: number, random: Random): Said[] {
  // The cast holds for the effects that are answered; of the others nothing is read.
  const order = effect as Order;
  const { release, commit, record, from, to } = order;
  const keep = order.keep && random.chance(0.5);
  const service = stream.slice('service/'.length);
  const log = '';
  const fault = random.pick(['work', 'work', 'environment']);
  const well = random.chance(0.75);
  switch (order.type) {
    case 'verify':
      return [verdictOn(order, service, checker, at, random)];
    case 'deploy':
      checker.observe({ what: 'deploy-began', service, release, commit, record }, at);
      checker.observe({ what: 'deploy-ended', service, release }, at);
      if (!well) return [{ type: 'ReleaseFailed', release, fault, reason: 'no', log }];
      return [
        { type: 'ReleaseStarted', release },
        { type: 'ReleaseProved', release, version: '1' },
      ];
    case 'switchRelease':
      if (!well) return [{ type: 'SwitchFailed', release, fault, reason: 'no', log, serving: from }];
      return [{ type: 'ReleaseSwitched', release }];
    case 'restartRelease':
      return [
        { type: 'ReleaseRestarted', release },
        random.chance(0.6)
          ? { type: 'HealthFailed', release, reason: 'still ill', log, cause: 'service' }
          : { type: 'HealthPassed', release },
      ];
    case 'rollBack':
      if (well) return [{ type: 'RolledBack', from, to }];
      return [{ type: 'RollbackFailed', from, to, reason: 'no', log, serving: keep ? from : null }];
    default:
      return [];
  }
}

function verdictOn(order: Order, service: string, checker: Checker, at: number, random: Random): Said {
  const { verification, gate, commit } = order;
  const verdict = random.pick(['passed', 'passed', 'passed', 'failed', 'inconclusive'] as const);
  const record = `rec-${verification}`;
  checker.observe({ what: 'verified', service, gate, commit, verdict, record }, at);
  const finished = { type: 'VerificationFinished', verification, verdict, reasons: ['a reason'] };
  if (verdict === 'inconclusive') return { ...finished, fault: random.pick(['environment', 'gate']) };
  return verdict === 'passed'
    ? { ...finished, record, hasTests: random.chance(0.8), digest: `d${random.below(50)}` }
    : finished;
}
