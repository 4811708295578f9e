import { rollbackTargets } from '../../machines/service/facts.ts';
import type { ServiceContext } from '../../machines/service/service.context.ts';
import type { ServiceState } from '../../src/coordinator/coordinator.port.ts';
import type { Random } from '../simulation/random.ts';
import type { Said } from './real-line.ts';

/** Something that happens to a service without being asked for. */
export function happeningTo({ context, live }: ServiceState, random: Random): Said {
  if (random.chance(0.2)) return saidBy(random, context);
  const spec = { hash: `spec-${random.below(1_000_000)}`, problems: [], secrets: [], services: [] };
  const evidence = { source: true, tests: false, production: false };
  const release = context.live.release?.id ?? 'none';
  const ill = { type: 'HealthFailed', release, reason: 'no answer', log: '', cause: 'service' };
  if (live !== 'none' && random.chance(0.5))
    return random.chance(0.7) ? ill : { type: 'HealthPassed', release };
  return random.pick<Said>([
    { type: 'SpecSeen', spec },
    { type: 'SpecSeen', spec: context.change?.spec ?? spec },
    { type: 'SpecSeen', spec: random.chance(0.3) ? { ...spec, problems: ['no Purpose'] } : spec },
    { type: random.chance(0.1) ? 'SpecVanished' : 'ServiceRetried' },
    { type: 'TreeEdited', commit: `h${random.below(1_000_000)}`, evidence, files: ['src/main.py'] },
    { type: 'TreeEdited', commit: context.live.release?.commit ?? 'h0', evidence, files: [] },
    { type: random.chance(0.5) ? 'DirectoryVanished' : 'DirectoryReturned' },
    { type: random.chance(0.3) ? 'ServicePaused' : 'ServiceResumed' },
    { ...ill, cause: 'environment' },
    { type: random.chance(0.1) ? 'ServiceRetired' : 'ServiceResumed' },
  ]);
}

/** What people say, sometimes of what is not there. */
function saidBy(random: Random, context: ServiceContext): Said {
  const by = 'ada';
  const n = context.change?.n ?? 1;
  const kept = ['r-0', ...context.live.history.map(({ id }) => id)];
  const to = random.chance(0.7) ? (rollbackTargets(context)[0]?.id ?? 'r-0') : random.pick(kept);
  return random.pick<Said>([
    { type: 'ServicePrioritised', priority: random.below(20) },
    { type: 'ReleaseApproved', change: random.chance(0.9) ? n : n - 1, by },
    { type: 'ReleaseApproved', change: n, by },
    { type: 'WorkSentBack', note: 'not what I meant', by },
    { type: 'RollbackAsked', from: context.live.release?.id ?? 'r-0', to, reason: 'a reason', by },
    { type: 'SettingsSeen', settings: { ...context.settings, approval: random.chance(0.5) } },
  ]);
}
