import { openTicketsOf } from '../../../machines/service/contest.ts';
import type { LinePromise } from '../watch.ts';

const over: ReadonlySet<string> = new Set(['done', 'cancelled', 'exhausted', 'contradicted']);

/** A service has one ticket at most, or one for each of several builds, and they are those it knows of: none is forgotten, none is waited for in vain. */
export const oneTicket: LinePromise = {
  name: 'at most one open ticket per service',
  watch(judge) {
    const open = new Map<string, Set<string>>();
    return {
      step(step) {
        if (step.kind !== 'ticket') return;
        const { owner } = step.after.context;
        const tickets = open.get(owner) ?? new Set();
        if (over.has(step.after.state)) tickets.delete(step.id);
        else tickets.add(step.id);
        open.set(owner, tickets);
      },
      observe(observation, _at, fold) {
        if (observation.what !== 'committed') return;
        const owners = new Set<string>();
        for (const { stream } of observation.rows) {
          if (stream.startsWith('service/')) owners.add(stream);
          const ticket = stream.startsWith('ticket/')
            ? fold.ticket(stream.slice('ticket/'.length))
            : undefined;
          if (ticket) owners.add(ticket.context.owner);
        }
        for (const owner of owners) {
          const tickets = [...(open.get(owner) ?? [])];
          const context = fold.service(owner.slice('service/'.length))?.context;
          const known = context ? openTicketsOf(context) : [];
          const most = context?.contest?.end === null ? context.contest.asked : 1;
          judge(tickets.length <= most, () => `${owner} has the tickets ${tickets.join(', ')}`);
          judge(
            [...tickets].sort().join() === [...known].sort().join(),
            () => `${owner} counts on ${known.join(', ')}, open is ${tickets.join(', ')}`,
          );
        }
      },
    };
  },
};
