import type { LinePromise } from '../watch.ts';

/** Builds that are compared come from different sessions: nobody gets a second one while, or after, it has another. */
export const differentBuilders: LinePromise = {
  name: 'builds that are compared come from different sessions',
  watch(judge) {
    /** The tickets that were opened together, by each of them. */
    const siblings = new Map<string, readonly string[]>();
    /** Who holds a ticket, or has handed in what it was opened for. */
    const makers = new Map<string, string>();
    return {
      step(step) {
        if (step.kind === 'service') {
          const opened = step.effects.flatMap((effect) =>
            effect.type === 'openTicket' ? [effect.ticket] : [],
          );
          if (opened.length > 1) for (const ticket of opened) siblings.set(ticket, opened);
        }
        if (step.kind !== 'ticket') return;
        const { id, event } = step;
        const others = siblings.get(id)?.filter((ticket) => ticket !== id) ?? [];
        switch (event.type) {
          case 'TicketAssigned':
          // Late work may come from one that holds a sibling by now.
          case 'SubmissionReceived':
            judge(
              others.every((ticket) => makers.get(ticket) !== event.session),
              () => `${event.type} of ${id}: ${event.session} has another of ${others.join(', ')}`,
            );
            makers.set(id, event.session);
            break;
          case 'TicketRejected':
          case 'TicketAccepted':
            // What was handed in stays its maker's, whatever became of it.
            break;
          default:
            // Given back, lost, or given up with nothing handed in.
            if (step.after.state === 'open' || step.after.state === 'exhausted') makers.delete(id);
        }
      },
    };
  },
};
