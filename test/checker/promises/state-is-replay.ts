import { differenceAt } from '../same-json.ts';
import type { LinePromise } from '../watch.ts';

/** What is kept of each machine is what its journal says, and of the journal nothing is lost or altered later. */
export const stateIsReplay: LinePromise = {
  name: 'state is the replay of the journal',
  watch: (judge) => ({
    end(ending, _at, fold) {
      const found = fold.disagreements(ending.snapshots, true);
      judge(found.length === 0, () => found.slice(0, 5).join('; '));
      if (ending.journal === undefined) return;
      let seq = 0;
      for (const row of ending.journal) {
        seq += 1;
        const where = differenceAt(fold.rows[seq - 1], row);
        judge(
          where === null,
          () => `row ${seq} of the database is not the one that was committed: ${where}`,
          seq,
        );
      }
      judge(seq === fold.seq, () => `${fold.seq} rows were committed, the database has ${seq}`);
    },
  }),
};
