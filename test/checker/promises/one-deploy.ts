import type { LinePromise } from '../watch.ts';

const settles: ReadonlySet<string> = new Set(['ReleaseSwitched', 'ReleaseFailed', 'SwitchFailed']);

/** A service has one release on its way at most, as decided and as done. */
export const oneDeploy: LinePromise = {
  name: 'at most one active deploy per service',
  watch(judge) {
    const decided = new Map<string, string>();
    const running = new Map<string, Set<string>>();
    return {
      step({ kind, id, event, effects }) {
        if (kind !== 'service') return;
        const under = decided.get(id);
        if (settles.has(event.type) && 'release' in event && event.release === under) decided.delete(id);
        for (const effect of effects) {
          if (effect.type === 'discardRelease' && effect.release === decided.get(id)) decided.delete(id);
          if (effect.type !== 'deploy') continue;
          const other = decided.get(id);
          judge(
            other === undefined,
            () => `${id} asks to deploy ${effect.release} while ${other} is on its way`,
          );
          decided.set(id, effect.release);
        }
      },
      observe(observation) {
        // What a dead coordinator was deploying died with it, or is settled by the next one before it deploys.
        if (observation.what === 'coordinator-started') running.clear();
        if (observation.what === 'deploy-ended')
          running.get(observation.service)?.delete(observation.release);
        if (observation.what !== 'deploy-began') return;
        const { service, release } = observation;
        const active = running.get(service) ?? new Set();
        const others = [...active].filter((other) => other !== release);
        judge(
          others.length === 0,
          () => `${service} deploys ${release} while ${others.join(', ')} is deployed`,
        );
        running.set(service, active.add(release));
      },
    };
  },
};
