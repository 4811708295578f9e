import type { LinePromise } from '../watch.ts';

/** Effects that nothing asks for again: accepted work reaches the user's tree, a retired service is stopped. */
const askedOnce: ReadonlySet<string> = new Set(['publish', 'stopService']);

/**
 * What was committed is done in the end, whatever crashes. An effect that was performed may be owed a moment longer,
 * since it is struck from the outbox with others; what a pause holds back is owed rightly.
 */
export const decidedIsDone: LinePromise = {
  name: 'what was decided is done',
  watch(judge) {
    const asked = new Map<string, number>();
    const done = new Set<string>();
    return {
      step({ row, effects }) {
        for (const effect of effects) {
          if (askedOnce.has(effect.type)) asked.set(keyOf(row.stream, effect), row.seq);
        }
      },
      observe(observation) {
        if (observation.what === 'performed') done.add(keyOf(observation.stream, observation.effect));
      },
      end({ settled, owed }, _at, fold) {
        if (!settled) return;
        // A level that does not say what it performs is asked only what it owes.
        for (const [effect, seq] of done.size > 0 ? asked : []) {
          judge(done.has(effect), () => `${effect} was committed and never performed`, seq);
        }
        for (const { id, stream, effect } of owed ?? []) {
          const paused =
            fold.linePaused || fold.service(stream.slice('service/'.length))?.context.paused === true;
          judge(
            paused || done.has(keyOf(stream, effect)),
            () => `${effect.type} of ${stream} is owed still (${id}) when everything is well`,
          );
        }
      },
    };
  },
};

/** The same for the same effect, in whatever order its fields come. */
function keyOf(stream: string, effect: { readonly type: string }): string {
  return `${stream} ${JSON.stringify(Object.entries(effect).sort(([a], [b]) => (a < b ? -1 : 1)))}`;
}
