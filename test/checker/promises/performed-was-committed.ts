import type { Effect } from '../../../machines/step.ts';
import type { StreamId } from '../../../src/store/store.port.ts';
import { differenceAt } from '../same-json.ts';
import type { LinePromise } from '../watch.ts';

/** No effect is done before the row that asks for it is committed; and what is owed is what the journal asks for. */
export const performedWasCommitted: LinePromise = {
  name: 'only what was committed is performed',
  watch(judge) {
    const asked = new Map<string, Effect[]>();
    return {
      step({ row, effects }) {
        for (const effect of effects) {
          const known = asked.get(keyOf(row.stream, effect));
          if (!known) asked.set(keyOf(row.stream, effect), [effect]);
          else if (differenceAt(known.at(-1), effect) !== null) known.push(effect);
        }
      },
      observe(observation) {
        if (observation.what !== 'performed') return;
        const { stream, effect } = observation;
        const known = asked.get(keyOf(stream, effect)) ?? [];
        judge(
          known.some((each) => differenceAt(each, effect) === null),
          () => `${JSON.stringify(effect)} of ${stream} was performed, and no committed row asks for it`,
        );
      },
      end({ owed }, _at, fold) {
        for (const row of owed ?? []) {
          judge(
            differenceAt(fold.effect(row.id), row) === null,
            () => `${row.id} (${row.effect.type}) is owed, and its row does not ask for it`,
          );
        }
      },
    };
  },
};

function keyOf(stream: StreamId, effect: { readonly type: string }): string {
  return `${stream} ${effect.type}`;
}
