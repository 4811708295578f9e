import { ChosenReleases } from '../chosen-releases.ts';
import type { ServiceNow } from '../step.ts';
import type { LinePromise } from '../watch.ts';

/** With all faults over for long enough, every service is in production and well, or stands for a reason it says. */
export const everythingSettles: LinePromise = {
  name: 'everything reaches PRODUCTION or says why not',
  watch(judge) {
    const chosen = new ChosenReleases();
    return {
      step: (step) => chosen.take(step),
      end({ settled, waiting }, _at, fold) {
        if (!settled) return;
        const explained = new Set(
          waiting.filter(({ reasons }) => reasons.length > 0).map(({ ticket }) => ticket),
        );
        for (const now of fold.services()) {
          const { context, line, live } = now;
          if (fold.linePaused || context.paused) continue;
          judge(
            isAtRest(now, explained, chosen.of(context.id)),
            () => `${context.id} stands in ${line} (live: ${live}) when everything is well`,
          );
          judge(
            live === 'none' || live === 'healthy' || (live === 'down' && line !== 'shipped'),
            () => `what serves ${context.id} is ${live} when everything is well (line: ${line})`,
          );
        }
      },
    };
  },
};

/** In production, blocked, or where only a person can help on: no spec, an unreadable tree, no directory. */
function isAtRest(
  { context, line, live }: ServiceNow,
  explained: ReadonlySet<string>,
  chosen: string | undefined,
): boolean {
  switch (line) {
    case 'shipped':
      return live === 'healthy' && context.live.release?.id === (chosen ?? context.change?.release);
    case 'blocked':
      return (context.block?.text ?? '') !== '';
    case 'unknown':
      return (context.unknown ?? '') !== '';
    case 'release.awaiting':
      return !context.present;
    case 'spec.missing':
    case 'spec.incomplete':
      return context.ticket !== null && explained.has(context.ticket.id);
    default:
      return false;
  }
}
