import type { Observation } from '../observation.ts';
import type { LinePromise } from '../watch.ts';

/** Whoever was told that an event is durable finds it in the journal at the end, whatever crashed since. */
export const acknowledgedIsCommitted: LinePromise = {
  name: 'acknowledged means committed',
  watch(judge) {
    const told: Extract<Observation, { what: 'acknowledged' }>[] = [];
    return {
      observe(observation) {
        if (observation.what === 'acknowledged') told.push(observation);
      },
      end(_ending, _at, fold) {
        for (const { stream, seq, type } of told) {
          const row = fold.rows[seq - 1];
          judge(
            row?.stream === stream && row.event.type === type,
            () =>
              `${type} of ${stream} was acknowledged as ${seq}, where there is ${row?.event.type ?? 'nothing'}`,
            seq,
          );
        }
      },
    };
  },
};
