import { endsDown } from '../ends-down.ts';
import { KnownBytes } from '../known-bytes.ts';
import type { LinePromise } from '../watch.ts';

/**
 * A commit that failed in production is never deployed again as it is: not what was rolled back from or ended down, nor
 * what failed its proof or its switch through its own fault. Nothing but other bytes end the hold: a
 * second commit of the same is as bad.
 */
export const badCommitIsHeld: LinePromise = {
  name: 'a bad commit stays held',
  watch(judge) {
    const commits = new Map<string, string>();
    const bytes = new KnownBytes();
    /** Where an operator wants a service to go: whatever those bytes did before. */
    const wanted = new Map<string, string>();
    return {
      step(step) {
        if (step.kind !== 'service') return;
        const { id, row, event, effects } = step;
        bytes.take(step);
        const hold = (release: string) => {
          const commit = commits.get(`${id} ${release}`);
          if (commit !== undefined) bytes.fail(id, commit, row.seq);
        };
        if ((event.type === 'ReleaseFailed' || event.type === 'SwitchFailed') && event.fault === 'work') {
          hold(event.release);
        }
        if (endsDown(step) && 'release' in event) hold(event.release);
        if (event.type === 'RollbackAsked') wanted.set(id, event.to);
        if (event.type === 'RolledBack' && wanted.get(id) === event.to) {
          hold(event.from);
          bytes.forgive(id, commits.get(`${id} ${event.to}`) ?? '');
        }
        if (event.type === 'RolledBack' || event.type === 'RollbackFailed') wanted.delete(id);
        for (const effect of effects) {
          if (effect.type === 'rollBack' && !wanted.has(id)) hold(effect.from);
          if (effect.type !== 'deploy') continue;
          commits.set(`${id} ${effect.release}`, effect.commit);
          const since = bytes.failedAt(id, effect.commit);
          judge(since === undefined, () => `${id} asks to deploy ${effect.commit}, which failed at ${since}`);
        }
      },
      observe(observation, _at, fold) {
        if (observation.what === 'verified' && observation.digest) {
          bytes.learn(observation.service, observation.commit, observation.digest);
        }
        if (observation.what !== 'serves') return;
        const { service, release, commit } = observation;
        // One that failed on every rung may still be what there is, and be started again by an operator.
        if (fold.service(service)?.context.live.release?.id === release) return;
        if (wanted.get(service) === release) return;
        judge(
          bytes.failedAt(service, commit) === undefined,
          () => `${service} serves ${commit} again, which failed before`,
        );
      },
    };
  },
};
