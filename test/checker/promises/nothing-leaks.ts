import type { LinePromise } from '../watch.ts';

/** What was begun and is over leaves nothing behind. */
export const nothingLeaks: LinePromise = {
  name: 'nothing leaks',
  watch: (judge) => ({
    end({ leaks }) {
      judge(leaks.length === 0, () => leaks.join('; '));
    },
  }),
};
