import { wishOf } from '../../machines/policy/match.ts';
import type { MatchTicket } from '../../machines/policy/match-parties.ts';
import { byUrgency } from '../../machines/policy/urgency.ts';

/** One pass over the open tickets, the most urgent first. */
export type Pass = {
  next(): MatchTicket | undefined;
  /** Nobody may take the one named last: none that asks for the same is named any more. */
  nobody(): void;
};

type Queue = { readonly tickets: readonly MatchTicket[]; at: number };

/**
 * The open tickets, the most urgent first, apart by what they ask for. Two tickets that ask for the same are told apart
 * by urgency alone: where the one before it found nobody, the one after it does not either.
 */
export class OpenTickets {
  readonly #before: (a: MatchTicket, b: MatchTicket) => number;
  readonly #tickets = new Map<string, { readonly ticket: MatchTicket; readonly wish: string }>();
  readonly #byWish = new Map<string, MatchTicket[]>();

  /** `ageingMs`: how long a ticket waits for one step of priority. */
  constructor(ageingMs: number) {
    this.#before = byUrgency(ageingMs);
  }

  get(id: string): MatchTicket | undefined {
    return this.#tickets.get(id)?.ticket;
  }

  /** What the ticket asks for, as one word; the same for tickets that would get the same answer. */
  wishOf(id: string): string | undefined {
    return this.#tickets.get(id)?.wish;
  }

  set(ticket: MatchTicket): void {
    this.delete(ticket.id);
    const wish = wishOf(ticket);
    const queue = this.#byWish.get(wish) ?? [];
    queue.splice(this.#placeOf(queue, ticket), 0, ticket);
    this.#byWish.set(wish, queue);
    this.#tickets.set(ticket.id, { ticket, wish });
  }

  delete(id: string): void {
    const known = this.#tickets.get(id);
    if (!known) return;
    this.#tickets.delete(id);
    const queue = this.#byWish.get(known.wish) ?? [];
    queue.splice(this.#placeOf(queue, known.ticket), 1);
    if (queue.length === 0) this.#byWish.delete(known.wish);
  }

  clear(): void {
    this.#tickets.clear();
    this.#byWish.clear();
  }

  /** All that is not paused. Nothing may come or go while the pass is made. */
  pass(): Pass {
    const heap = new Heap<Queue>((a, b) => {
      const [one, other] = [a.tickets[a.at], b.tickets[b.at]];
      return one && other ? this.#before(one, other) : 0;
    });
    for (const tickets of this.#byWish.values()) {
      if (tickets[0]?.paused === false) heap.push({ tickets, at: 0 });
    }
    let named: Queue | undefined;
    return {
      next() {
        if (named) {
          named.at += 1;
          if (named.at < named.tickets.length) heap.push(named);
        }
        named = heap.pop();
        return named?.tickets[named.at];
      },
      nobody() {
        named = undefined;
      },
    };
  }

  /** Where the ticket is in the queue, or belongs. */
  #placeOf(queue: readonly MatchTicket[], ticket: MatchTicket): number {
    let low = 0;
    let high = queue.length;
    while (low < high) {
      const middle = (low + high) >> 1;
      const there = queue[middle];
      if (there && this.#before(there, ticket) < 0) low = middle + 1;
      else high = middle;
    }
    return low;
  }
}

/** The smallest first. */
class Heap<T> {
  readonly #items: T[] = [];
  readonly #compare: (a: T, b: T) => number;

  constructor(compare: (a: T, b: T) => number) {
    this.#compare = compare;
  }

  push(item: T): void {
    const items = this.#items;
    let at = items.push(item) - 1;
    while (at > 0) {
      const parent = (at - 1) >> 1;
      if (!this.#isBefore(at, parent)) break;
      this.#swap(at, parent);
      at = parent;
    }
  }

  pop(): T | undefined {
    const items = this.#items;
    if (items.length <= 1) return items.pop();
    this.#swap(0, items.length - 1);
    const first = items.pop();
    let at = 0;
    for (;;) {
      let least = at;
      for (const child of [2 * at + 1, 2 * at + 2]) if (this.#isBefore(child, least)) least = child;
      if (least === at) return first;
      this.#swap(at, least);
      at = least;
    }
  }

  #isBefore(one: number, other: number): boolean {
    const [a, b] = [this.#items[one], this.#items[other]];
    return a !== undefined && b !== undefined && this.#compare(a, b) < 0;
  }

  #swap(one: number, other: number): void {
    const [a, b] = [this.#items[one], this.#items[other]];
    if (a === undefined || b === undefined) return;
    this.#items[one] = b;
    this.#items[other] = a;
  }
}
