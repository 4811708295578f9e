import { Holdings } from '../holdings.ts';
import type { LinePromise } from '../watch.ts';

/** Nobody who beats is called dead; and nobody is within one lease time of a start, an outage or a jump of the clock. */
export const leasesLive: LinePromise = {
  name: 'no lease ends while its holder beats',
  watch(judge, { limits, tolerances }) {
    const holdings = new Holdings();
    const beats = new Map<string, number>();
    /** Sessions whose process is gone, until they register again: nobody beats for them. */
    const ended = new Set<string>();
    const least = limits.leaseExpiryMs - tolerances.leaseMs;
    let started: number | undefined;
    let disturbed: number | undefined;
    return {
      step(step, at) {
        if (step.kind === 'session' && step.event.type === 'SessionRegistered') ended.delete(step.id);
        if (step.kind !== 'ticket') return;
        const { id, event } = step;
        if (event.type === 'LeaseExpired' && !ended.has(event.session)) {
          const { token } = event;
          const early = (since: number | undefined) => since !== undefined && at - since < least;
          const beat = beats.get(`${id} ${token}`);
          const assigned = holdings.current(id)?.since;
          const ago = (since: number | undefined) => `${at - (since ?? 0)} ms`;
          judge(!early(beat), () => `the lease of ${id} (${token}) ended ${ago(beat)} after a beat`);
          judge(
            !early(assigned),
            () => `the lease of ${id} (${token}) ended ${ago(assigned)} after it began`,
          );
          judge(
            !early(started),
            () => `the lease of ${id} ended ${ago(started)} after the coordinator began`,
          );
          judge(!early(disturbed), () => `the lease of ${id} ended ${ago(disturbed)} after a disturbance`);
          beats.delete(`${id} ${token}`);
        }
        holdings.take(step, at);
      },
      observe(observation, at) {
        if (observation.what === 'session-ended') ended.add(observation.session);
        if (observation.what === 'beat') beats.set(`${observation.ticket} ${observation.token}`, at);
        if (observation.what === 'coordinator-started') started = at;
        if (observation.what === 'disturbed') disturbed = at;
      },
    };
  },
};
