import type { LinePromise } from '../watch.ts';

/**
 * An effect that nothing asks for again must not be lost, whatever crashes: accepted work reaches the user's tree, a
 * retired service is stopped. The others are asked for again by reconcile and show in where the line stands.
 */
export const decidedIsDone: LinePromise = {
  name: 'what was decided is done',
  watch(judge) {
    const asked = new Map<string, number>();
    const done = new Set<string>();
    let told = false;
    return {
      step({ row, effects }) {
        for (const effect of effects) {
          if (effect.type === 'publish' || effect.type === 'stopService') {
            asked.set(`${row.stream} ${JSON.stringify(effect)}`, row.seq);
          }
        }
      },
      observe(observation) {
        if (observation.what !== 'performed') return;
        told = true;
        const { type } = observation.effect;
        if (type === 'publish' || type === 'stopService') {
          done.add(`${observation.stream} ${JSON.stringify(observation.effect)}`);
        }
      },
      end({ settled, owed }) {
        // A level that does not say what it performs has nothing to be asked here.
        if (!settled || !told) return;
        for (const [effect, seq] of asked) {
          judge(done.has(effect), () => `${effect} was committed and never performed`, seq);
        }
        const left = [...(owed ?? [])];
        judge(left.length === 0, () => `${left.length} effects are owed still, the first ${left[0]?.id}`);
      },
    };
  },
};
