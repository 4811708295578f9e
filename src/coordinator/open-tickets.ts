import { byUrgency } from '../../machines/policy/match.ts';
import type { MatchTicket } from '../../machines/policy/match-parties.ts';

/**
 * The open tickets, the most urgent first, apart by what they ask for. Two tickets that ask for the same are told apart
 * by urgency alone: where the one before it found nobody, the one after it does not either.
 */
export class OpenTickets {
  readonly #tickets = new Map<string, { readonly ticket: MatchTicket; readonly wish: string }>();
  readonly #byWish = new Map<string, MatchTicket[]>();

  get(id: string): MatchTicket | undefined {
    return this.#tickets.get(id)?.ticket;
  }

  /** What the ticket asks for, as one word; the same for tickets that would get the same answer. */
  wishOf(id: string): string | undefined {
    return this.#tickets.get(id)?.wish;
  }

  set(ticket: MatchTicket): void {
    this.delete(ticket.id);
    const wish = JSON.stringify([ticket.paused, ticket.kind, ticket.requires, ticket.excluded, ticket.avoid]);
    const queue = this.#byWish.get(wish) ?? [];
    queue.splice(placeOf(queue, ticket), 0, ticket);
    this.#byWish.set(wish, queue);
    this.#tickets.set(ticket.id, { ticket, wish });
  }

  delete(id: string): void {
    const known = this.#tickets.get(id);
    if (!known) return;
    this.#tickets.delete(id);
    const queue = this.#byWish.get(known.wish) ?? [];
    queue.splice(placeOf(queue, known.ticket), 1);
    if (queue.length === 0) this.#byWish.delete(known.wish);
  }

  clear(): void {
    this.#tickets.clear();
    this.#byWish.clear();
  }

  /** All that could be assigned to `slots` free slots: matching these gives what matching all of them would. */
  candidates(slots: number): MatchTicket[] {
    const found: MatchTicket[] = [];
    for (const queue of this.#byWish.values()) {
      if (queue[0]?.paused === false) found.push(...queue.slice(0, slots));
    }
    return found;
  }
}

/** Where the ticket is in the queue, or belongs. */
function placeOf(queue: readonly MatchTicket[], ticket: MatchTicket): number {
  let low = 0;
  let high = queue.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    const there = queue[middle];
    if (there && byUrgency(there, ticket) < 0) low = middle + 1;
    else high = middle;
  }
  return low;
}
