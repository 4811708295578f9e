import { openTicketsOf } from '../../../machines/service/contest.ts';
import type { LinePromise } from '../watch.ts';

/** By hand: what a ticket has by itself. */
const ownPriority = { incident: 30, 'hand-edit': 20, adoption: 10, spec: 10 } as const;
const ofSpecWork = 5;

/** What people said of a service holds for every ticket it opens, and in the same commit for those that are open. */
export const priorityIsHeard: LinePromise = {
  name: 'a ticket is as urgent as people said',
  watch(judge) {
    const said = new Map<string, number>();
    const own = new Map<string, number>();
    /** Said in the commit that is being told. */
    const fresh = new Set<string>();
    return {
      step({ kind, id, event, after, effects }) {
        if (kind !== 'service') return;
        if (event.type === 'ServicePrioritised') {
          said.set(id, event.priority);
          fresh.add(id);
        }
        const extra = said.get(id) ?? 0;
        for (const effect of effects) {
          if (effect.type !== 'openTicket') continue;
          const cause = after.context.change?.cause ?? 'spec';
          const self = effect.kind === 'write-spec' ? ofSpecWork : ownPriority[cause];
          own.set(effect.ticket, self);
          judge(
            effect.priority === self + extra,
            () => `${effect.ticket} is opened with ${effect.priority}, ${self} and ${extra} were right`,
          );
        }
      },
      observe(observation, _at, fold) {
        if (observation.what !== 'committed') return;
        for (const id of fresh) {
          const service = fold.service(id);
          for (const ticket of service ? openTicketsOf(service.context) : []) {
            const { priority } = fold.ticket(ticket)?.context ?? {};
            const right = (own.get(ticket) ?? 0) + (said.get(id) ?? 0);
            judge(
              priority === right,
              () => `${ticket} has priority ${priority} after it was made ${right} for ${id}`,
            );
          }
        }
        fresh.clear();
      },
    };
  },
};
