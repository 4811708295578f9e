import type { LinePromise } from '../watch.ts';

/** A provider's limit, or trouble of a session's machine, counts no try; and a ticket is given up only for what happened. */
export const blamelessFailures: LinePromise = {
  name: 'what blames nobody counts no try',
  watch(judge, { limits }) {
    const failures = new Map<string, number>();
    const losses = new Map<string, number>();
    return {
      step(step) {
        const { id, event } = step;
        if (step.kind === 'ticket') {
          const blames =
            event.type === 'TicketRejected' || (event.type === 'WorkFailed' && event.class === 'work');
          if (blames) failures.set(id, (failures.get(id) ?? 0) + 1);
          if (event.type === 'LeaseExpired' || (event.type === 'TimerFired' && event.timer === 'deadline')) {
            losses.set(id, (losses.get(id) ?? 0) + 1);
          }
          if (event.type === 'SubmissionReceived') losses.delete(id);
          judge(
            step.after.context.failures === (failures.get(id) ?? 0),
            () =>
              `${id} counts ${step.after.context.failures} failures of ${failures.get(id) ?? 0} (${event.type})`,
          );
        }
        if (step.kind !== 'service' || step.event.type !== 'TicketExhausted') return;
        const { ticket, why } = step.event;
        const enough = {
          attempts: (failures.get(ticket) ?? 0) >= limits.attempts,
          poison: (losses.get(ticket) ?? 0) >= limits.poisonDeaths,
          budget: true,
        };
        judge(enough[why], () => `${ticket} is given up for ${why}, and too little of that happened`);
      },
    };
  },
};
