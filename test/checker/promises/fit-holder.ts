import { CheckedCrew } from '../crew.ts';
import { Holdings } from '../holdings.ts';
import type { LinePromise } from '../watch.ts';

type Wish = {
  readonly requires: readonly (readonly string[])[];
  /** Who declined it, and what each was then: a session that is made anew may try again. */
  readonly declined: Map<string, string>;
};

/** A ticket goes to a session that is there, can do it now, is allowed to, did not decline it, and has a slot free. */
export const fitHolder: LinePromise = {
  name: 'a session holds at most its slots, and only what it can do',
  watch(judge) {
    const holdings = new Holdings();
    const crew = new CheckedCrew();
    const wishes = new Map<string, Wish>();

    const judgeAssignment = (ticket: string, name: string) => {
      const session = crew.get(name);
      const wish = wishes.get(ticket);
      const held = holdings.of(name).length;
      judge(session?.speaks === true, () => `${ticket} is given to ${name}, who is not there`);
      judge(session?.drained === false, () => `${ticket} is given to ${name}, who is drained`);
      judge(held < (session?.slots ?? 0), () => `${name} is given ${ticket} and holds ${held} already`);
      const can = (each: string) =>
        session?.capabilities.has(each) &&
        !session.unavailable.has(each) &&
        (session.authorised?.has(each) ?? true);
      judge(
        wish?.requires.some((list) => list.every(can)) === true,
        () => `${ticket} is given to ${name}, who can do none of ${JSON.stringify(wish?.requires)} now`,
      );
      judge(
        wish !== undefined && wish.declined.get(name) !== session?.made,
        () => `${ticket} is given to ${name}, who declined it`,
      );
    };

    return {
      step(step, at) {
        if (step.kind === 'session') crew.take(step);
        if (step.kind !== 'ticket') return;
        const { id, event, after } = step;
        if (event.type === 'Opened')
          wishes.set(id, { requires: after.context.requires, declined: new Map() });
        if (event.type === 'WorkDeclined') {
          wishes.get(id)?.declined.set(event.session, crew.get(event.session)?.made ?? '');
        }
        if (event.type === 'TicketAssigned') judgeAssignment(id, event.session);
        holdings.take(step, at);
      },
    };
  },
};
