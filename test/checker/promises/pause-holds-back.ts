import type { LinePromise } from '../watch.ts';

const gated: ReadonlySet<string> = new Set(['deploy', 'switchRelease', 'rollBack']);

/** While a service or the line is paused nothing of it is assigned, deployed or switched. */
export const pauseHoldsBack: LinePromise = {
  name: 'a pause holds back',
  watch(judge, { tolerances }) {
    const pausedSince = new Map<string, number>();
    const sinceOf = (owner: string) => pausedSince.get('line/main') ?? pausedSince.get(owner);
    return {
      step(step, at) {
        const { row, event } = step;
        if (event.type === 'LinePaused' || event.type === 'ServicePaused') pausedSince.set(row.stream, at);
        if (event.type === 'LineResumed' || event.type === 'ServiceResumed') pausedSince.delete(row.stream);
        if (step.kind !== 'ticket' || event.type !== 'TicketAssigned') return;
        const { owner } = step.after.context;
        judge(
          sinceOf(owner) === undefined,
          () => `${step.id} is given to ${event.session} during a pause of ${owner}`,
        );
      },
      observe(observation, at) {
        if (observation.what !== 'performed' || !gated.has(observation.effect.type)) return;
        const since = sinceOf(observation.stream);
        judge(
          since === undefined || at - since <= tolerances.pauseMs,
          () => `${observation.effect.type} of ${observation.stream} is performed during its pause`,
        );
      },
    };
  },
};
