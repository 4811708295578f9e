import { Holdings } from '../holdings.ts';
import type { Step } from '../step.ts';
import type { LinePromise } from '../watch.ts';

type Session = { readonly slots: number; readonly capabilities: ReadonlySet<string>; active: boolean };
type Wish = { readonly requires: readonly (readonly string[])[]; readonly declined: Set<string> };

/** A ticket goes to a session that is there, can do it, did not decline it, and has a slot free. */
export const fitHolder: LinePromise = {
  name: 'a session holds at most its slots, and only what it can do',
  watch(judge) {
    const holdings = new Holdings();
    const sessions = new Map<string, Session>();
    const wishes = new Map<string, Wish>();

    const judgeAssignment = (ticket: string, name: string) => {
      const session = sessions.get(name);
      const wish = wishes.get(ticket);
      const held = holdings.of(name).length;
      judge(session?.active === true, () => `${ticket} is given to ${name}, who is not there`);
      judge(held < (session?.slots ?? 0), () => `${name} is given ${ticket} and holds ${held} already`);
      judge(
        wish?.requires.some((list) => list.every((each) => session?.capabilities.has(each))) === true,
        () => `${ticket} is given to ${name}, who can do none of ${JSON.stringify(wish?.requires)}`,
      );
      judge(wish?.declined.has(name) === false, () => `${ticket} is given to ${name}, who declined it`);
    };

    return {
      step(step, at) {
        if (step.kind === 'session') noteSession(sessions, step);
        if (step.kind !== 'ticket') return;
        const { id, event, after } = step;
        if (event.type === 'Opened')
          wishes.set(id, { requires: after.context.requires, declined: new Set() });
        if (event.type === 'WorkDeclined') wishes.get(id)?.declined.add(event.session);
        if (event.type === 'TicketAssigned') judgeAssignment(id, event.session);
        holdings.take(step, at);
      },
    };
  },
};

function noteSession(
  sessions: Map<string, Session>,
  { id, event }: Extract<Step, { kind: 'session' }>,
): void {
  if (event.type === 'SessionRegistered') {
    sessions.set(id, { slots: event.slots, capabilities: new Set(event.capabilities), active: true });
  }
  const session = sessions.get(id);
  if (!session) return;
  if (event.type === 'SessionReturned') session.active = true;
  if (['SessionFellSilent', 'SessionDrained', 'SessionLeft'].includes(event.type)) session.active = false;
}
