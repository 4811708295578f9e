import { differenceAt } from '../same-json.ts';
import type { LinePromise } from '../watch.ts';

/** A board that followed the deltas, through drops and reconnects, shows what is. */
export const boardsAreTrue: LinePromise = {
  name: 'boards equal the truth',
  watch: (judge) => ({
    end({ boards }) {
      for (const { name, shown, truth } of boards) {
        const where = differenceAt(shown, truth);
        judge(where === null, () => `board ${name} differs from the truth in ${where}`);
      }
    },
  }),
};
