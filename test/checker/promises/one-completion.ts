import type { LinePromise } from '../watch.ts';

/** One holding completes its ticket at most once, and a ticket is done at most once. */
export const oneCompletion: LinePromise = {
  name: 'one effective completion per token',
  watch(judge) {
    const submitted = new Map<string, string>();
    const judged = new Set<string>();
    const heard = new Map<string, string>();
    const accepted = new Map<string, string>();
    const rewarded = new Set<string>();
    return {
      step({ kind, id, event }) {
        if (kind === 'ticket' && event.type === 'SubmissionReceived') {
          const key = `${id} ${event.token}`;
          const first = submitted.get(key);
          judge(first === undefined, () => `${key} was completed by ${first}, then by ${event.commit}`);
          submitted.set(key, event.commit);
        }
        if (kind === 'ticket' && (event.type === 'TicketAccepted' || event.type === 'TicketRejected')) {
          const key = `${id} ${event.token}`;
          judge(submitted.has(key) && !judged.has(key), () => `${key} was judged twice, or never submitted`);
          judged.add(key);
        }
        if (kind === 'service' && event.type === 'TicketSubmitted') {
          const key = `${event.ticket} ${event.token}`;
          judge(!heard.has(key), () => `${id} heard of ${key} twice`);
          judge(submitted.get(key) === event.commit, () => `${id} heard of a submission ${key} never made`);
          heard.set(key, event.commit);
        }
        if (kind === 'session' && event.type === 'TicketOutcome' && event.outcome === 'done') {
          judge(
            !rewarded.has(event.ticket),
            () => `${event.ticket} was done twice, the second time by ${id}`,
          );
          rewarded.add(event.ticket);
        }
      },
      observe(observation) {
        if (observation.what !== 'submission-answered' || !observation.accepted) return;
        const key = `${observation.ticket} ${observation.token}`;
        const first = accepted.get(key) ?? observation.commit;
        judge(
          first === observation.commit,
          () => `${key} was answered well for ${first} and for ${observation.commit}`,
        );
        accepted.set(key, first);
      },
    };
  },
};
