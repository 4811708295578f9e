import { setup } from 'xstate';
import type { Stamp, Stamped } from '../stamp.ts';
import type { TicketContext } from './ticket.context.ts';
import type { TicketEffect } from './ticket.effects.ts';
import type { TicketEvent } from './ticket.events.ts';

/** What a ticket is opened with: the owner's `openTicket`, and who and what it is for. */
export type TicketInput = Pick<
  TicketContext,
  | 'id'
  | 'kind'
  | 'owner'
  | 'service'
  | 'change'
  | 'requires'
  | 'avoid'
  | 'priority'
  | 'spec'
  | 'base'
  | 'feedback'
  | 'attemptsAllowed'
  | 'deadlineMs'
> &
  Partial<Pick<TicketContext, 'barred' | 'beside' | 'deathsAllowed' | 'parkMs' | 'parkCapMs'>>;

type Vocabulary = {
  context: TicketContext;
  events: Stamped<TicketEvent>;
  emitted: TicketEffect;
  input: TicketInput & Stamp;
};

export const ticketSetup = setup({ types: {} as Vocabulary });

export type TicketSaid = Stamped<TicketEvent>;

/** What a deed leaves behind: the fields it changed, and what it asks of the world, in order. */
export type TicketDone = { readonly set?: Partial<TicketContext>; readonly emit?: readonly TicketEffect[] };

/** An action of the ticket machine, written as a pure function. */
export function deed(does: (context: TicketContext, event: TicketSaid) => TicketDone) {
  return ticketSetup.enqueueActions(({ context, event, enqueue }) => {
    const { set, emit = [] } = does(context, event);
    if (set) enqueue.assign(set);
    for (const effect of emit) enqueue.emit(effect);
  });
}
