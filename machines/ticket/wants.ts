import type { Effect, Snapshot } from '../step.ts';
import type { TicketEffect } from './ticket.effects.ts';

/** What ought to be under way for this ticket: the delivery of a holding that was not taken up yet. */
export function ticketWants(snapshot: Snapshot<'ticket'>): TicketEffect[] {
  const { id, token, holder, started } = snapshot.context;
  if (snapshot.value !== 'held' || holder === null || started) return [];
  return [{ type: 'deliver', ticket: id, token, session: holder }];
}

/** Whether an effect owed from before still makes sense: a delivery under a token that is over does not. */
export function ticketStillWants(snapshot: Snapshot<'ticket'>, effect: Effect): boolean {
  if (effect.type !== 'deliver') return true;
  return snapshot.value === 'held' && effect.token === snapshot.context.token;
}
