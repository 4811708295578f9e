import { CheckedCrew } from '../crew.ts';
import type { LinePromise } from '../watch.ts';

/** Whoever rests gets nothing: a parked account, a session that is parked alone, and everybody while the breaker is open. */
export const restIsKept: LinePromise = {
  name: 'nobody is given work who rests',
  watch(judge, { limits }) {
    const crew = new CheckedCrew();
    const parked = new Set<string>();
    let deaths: { session: string; at: number }[] = [];
    let open = false;

    const noteDeath = (session: string, at: number) => {
      deaths = deaths.filter((death) => at - death.at <= limits.breakerWindowMs && death.session !== session);
      deaths.push({ session, at });
      if (open || deaths.length < limits.breakerDeaths) return;
      open = true;
      deaths = [];
    };

    return {
      step(step) {
        const { event, row } = step;
        if (step.kind === 'session') crew.take(step);
        if (step.kind === 'line') {
          if (event.type === 'AccountParked') parked.add(event.account);
          if (event.type === 'AccountFreed') parked.delete(event.account);
          if (event.type === 'SessionDied') noteDeath(event.session, row.at);
          if (event.type === 'TimerFired') parked.delete(event.timer.replace(/^account:/, ''));
          const isClosed = event.type === 'TimerFired' && event.timer === 'breaker';
          if (isClosed || event.type === 'LineResumed') {
            open = false;
            deaths = [];
          }
        }
        if (step.kind !== 'ticket' || step.event.type !== 'TicketAssigned') return;
        const { session } = step.event;
        const account = crew.get(session)?.account ?? null;
        judge(!open, () => `${step.id} is given to ${session} while the breaker is open`);
        judge(
          !parked.has(`session:${session}`) && (account === null || !parked.has(account)),
          () => `${step.id} is given to ${session}, who rests (${account})`,
        );
      },
    };
  },
};
