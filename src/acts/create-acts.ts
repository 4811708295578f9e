import type { ServiceEvent } from '../../machines/service/service.events.ts';
import type { Act } from '../contracts/acts.ts';
import type { Coordinator, ServiceState } from '../coordinator/coordinator.port.ts';
import { AndonError } from '../errors.ts';
import type { Acts } from './acts.port.ts';
import { assignTicket } from './assign-ticket.ts';
import { offersFor } from './offers-for.ts';
import { priorityBeside } from './priority-beside.ts';
import { releaseMeant } from './release-meant.ts';
import { waitingTicketOf, waitingTickets } from './waiting-tickets.ts';

export type ActsDeps = {
  readonly coordinator: Coordinator;
  /** See `byUrgency`. */
  readonly ageingMs: number;
};

/** Who acts, as it is journaled: whoever holds the operator's key. */
const by = 'the operator';

const simple = {
  pause: 'ServicePaused',
  resume: 'ServiceResumed',
  retry: 'ServiceRetried',
  retire: 'ServiceRetired',
} as const;

/** What people do to services, asked of the coordinator. */
export function createActs({ coordinator, ageingMs }: ActsDeps): Acts {
  const found = (id: string): ServiceState => {
    const state = coordinator.service(id);
    if (!state) throw new AndonError('NOT_FOUND', 'There is no such service on this line.', { id });
    return state;
  };

  const mustBeOffered = (id: string, act: Act): ServiceState => {
    const state = found(id);
    const offer = coordinator.offers(id)?.find((one) => one.act === act);
    if (offer?.allowed !== true) throw notNow(state, act, offer?.why ?? 'The line does not know how.');
    return state;
  };

  const tell = async (id: string, act: Act, event: ServiceEvent) => {
    const state = mustBeOffered(id, act);
    const receipt = await coordinator.receive(`service/${id}`, event);
    if (receipt.ignored) throw notNow(state, act, 'It has moved on meanwhile.');
    return receipt;
  };

  const prioritise = async (id: string, priority: number) => {
    const before = mustBeOffered(id, 'prioritise').context.priority;
    // The one it has already is no news to the machine, and no mistake of who asks.
    await coordinator.receive(`service/${id}`, { type: 'ServicePrioritised', priority });
    return { priority, before };
  };

  return {
    tell: (id, what) => tell(id, what, { type: simple[what] }),
    prioritise,
    order: async (id, { side, other }) => {
      const { context } = mustBeOffered(id, 'prioritise');
      const beside = coordinator.serviceNamed(other);
      if (!beside) throw new AndonError('NOT_FOUND', `There is no service "${other}" on this line.`);
      if (beside.context.id === id)
        throw new AndonError('BAD_REQUEST', `${other} cannot be put beside itself.`);
      const moved = mustWait(coordinator, context);
      const place = { beside: mustWait(coordinator, beside.context).id, side };
      const wanted = priorityBeside(waitingTickets(coordinator), moved, place, ageingMs);
      if (wanted === undefined) throw notWaiting(other);
      return prioritise(id, context.priority + wanted - moved.priority);
    },
    approve: async (id, { change, commit }) => {
      const state = mustBeOffered(id, 'approve');
      const waits = state.context.change;
      if (waits?.n !== change)
        throw notNow(state, 'approve', `Change ${change} is not what waits; change ${waits?.n} does.`);
      if (commit !== undefined && commit !== waits.commit) {
        throw notNow(state, 'approve', 'What waits was made anew since you looked. Look at it again.');
      }
      return tell(id, 'approve', { type: 'ReleaseApproved', change, by });
    },
    sendBack: (id, note) => tell(id, 'send-back', { type: 'WorkSentBack', note, by }),
    rollBack: async (id, to, reason = 'asked for') => {
      const state = mustBeOffered(id, 'roll-back');
      const target = releaseMeant(state.context, to);
      if ('why' in target) throw notNow(state, 'roll-back', target.why);
      const from = state.context.live.release?.id ?? '';
      return tell(id, 'roll-back', { type: 'RollbackAsked', from, to: target.id, reason, by });
    },
    assign: (ticket, session) => assignTicket(coordinator, { ticket, session, by }),
    offers: (id) => offersFor(coordinator, id, found(id).context),
  };
}

function mustWait(coordinator: Coordinator, context: ServiceState['context']) {
  const ticket = waitingTicketOf(coordinator, context);
  if (!ticket) throw notWaiting(context.name);
  return ticket;
}

function notWaiting(name: string): AndonError {
  return new AndonError(
    'NOT_ALLOWED',
    `${name} has no ticket that waits: only what waits for a session has a place in the order.`,
    { service: name },
  );
}

function notNow({ context }: ServiceState, act: Act, why: string): AndonError {
  return new AndonError('NOT_ALLOWED', `${context.name}: "${act}" does nothing now. ${why}`, { act, why });
}
