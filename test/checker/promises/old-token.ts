import { Holdings } from '../holdings.ts';
import type { LinePromise } from '../watch.ts';

/** Only the newest holding of a ticket is heard, only from the session it was given to, and there is one at a time. */
export const oldToken: LinePromise = {
  name: 'no write is accepted with an old token',
  watch(judge) {
    const holdings = new Holdings();
    const used = new Set<string>();
    const answered: string[] = [];
    return {
      step(step, at) {
        if (step.kind !== 'ticket') return;
        const { id, event } = step;
        const newest = holdings.newest(id);
        if (event.type === 'TicketAssigned') {
          const held = holdings.current(id);
          judge(
            held === undefined,
            () => `${id} is given to ${event.session} while ${held?.session} holds it`,
          );
        }
        if ('token' in event) {
          judge(
            event.token === newest?.token,
            () =>
              `${event.type} under token ${event.token} of ${id} took effect, the newest is ${newest?.token}`,
          );
          const session = 'session' in event ? event.session : newest?.session;
          judge(
            session === newest?.session,
            () => `${event.type} of ${id} by ${session} took effect, its holding is ${newest?.session}'s`,
          );
        }
        if (event.type === 'SubmissionReceived') used.add(`${id} ${event.token} ${event.commit}`);
        holdings.take(step, at);
        const { token } = step.after.context;
        const now = holdings.newest(id)?.token ?? 0;
        judge(token === now, () => `${id} counts token ${token} after ${now} assignments`);
      },
      observe(observation) {
        if (observation.what !== 'submission-answered' || !observation.accepted) return;
        const { ticket, token, commit } = observation;
        const key = `${ticket} ${token} ${commit}`;
        const newest = holdings.newest(ticket)?.token ?? 0;
        // What was taken in under its token once is answered likewise ever after.
        judge(
          token >= newest || used.has(key),
          () => `${commit} was accepted for ${ticket} under token ${token}, the newest is ${newest}`,
        );
        if (!used.has(key)) answered.push(key);
      },
      end() {
        for (const key of answered)
          judge(used.has(key), () => `submission ${key} was accepted and is not journaled`);
      },
    };
  },
};
