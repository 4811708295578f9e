import { Holdings } from '../holdings.ts';
import type { LinePromise } from '../watch.ts';

type Early = { readonly text: string; readonly seq: number };

/**
 * Nobody who beats is called dead; and nobody is within one lease time of a start, an outage or a jump of the clock. A
 * run of a worker that is over ends its leases at once: by registering anew under its name, before it is given anything.
 */
export const leasesLive: LinePromise = {
  name: 'no lease ends while its holder beats',
  watch(judge, { limits, tolerances }) {
    const holdings = new Holdings();
    const beats = new Map<string, number>();
    /** Sessions whose process is gone, until they register again: nobody beats for them. */
    const ended = new Set<string>();
    /** Leases that ended early, by session: right only if a new run of it registers next. */
    const early = new Map<string, Early[]>();
    const least = limits.leaseExpiryMs - tolerances.leaseMs;
    let started: number | undefined;
    let disturbed: number | undefined;

    const isEarly = (at: number, since: number | undefined) => since !== undefined && at - since < least;
    const judgeEarly = (session: string) => {
      for (const { text, seq } of early.get(session) ?? []) judge(false, () => text, seq);
      early.delete(session);
    };

    return {
      step(step, at) {
        if (step.kind === 'session' && step.event.type === 'SessionRegistered') {
          ended.delete(step.id);
          early.delete(step.id);
        }
        if (step.kind === 'session' && step.event.type === 'SessionReturned') judgeEarly(step.id);
        if (step.kind !== 'ticket') return;
        const { id, event, row } = step;
        if (event.type === 'TicketAssigned') judgeEarly(event.session);
        if (event.type === 'LeaseExpired' && !ended.has(event.session)) {
          const { session, token } = event;
          for (const [what, since] of [
            ['a beat', beats.get(`${id} ${token}`)],
            ['it began', holdings.current(id)?.since],
            ['the coordinator began', started],
            ['a disturbance', disturbed],
          ] as const) {
            judge(true, () => '');
            if (!isEarly(at, since)) continue;
            const text = `the lease of ${id} (${token}, ${session}) ended ${at - (since ?? 0)} ms after ${what}`;
            early.set(session, [...(early.get(session) ?? []), { text, seq: row.seq }]);
          }
          beats.delete(`${id} ${token}`);
        }
        holdings.take(step, at);
      },
      observe(observation, at) {
        if (observation.what === 'session-ended') ended.add(observation.session);
        if (observation.what === 'beat') {
          beats.set(`${observation.ticket} ${observation.token}`, at);
          judgeEarly(observation.session);
        }
        if (observation.what === 'coordinator-started') started = at;
        if (observation.what === 'disturbed') disturbed = at;
      },
      end() {
        for (const session of [...early.keys()]) judgeEarly(session);
      },
    };
  },
};
