import type { TicketStep } from './step.ts';

export type Holding = {
  readonly ticket: string;
  readonly token: number;
  readonly session: string;
  /** True time of the assignment, milliseconds. */
  readonly since: number;
};

const ends: ReadonlySet<string> = new Set([
  'SubmissionReceived',
  'WorkReleased',
  'WorkFailed',
  'WorkDeclined',
  'ContradictionReported',
  'LeaseExpired',
  'TicketCancelled',
  'TicketAccepted',
  'TicketRejected',
]);

/** Too late, or too dear: it ends the holding or not. */
const cutsOff: ReadonlySet<string> = new Set(['TimerFired', 'UsageReported']);

/** Who holds which ticket, counted from the journal's facts alone: nothing of a ticket's own context is believed. */
export class Holdings {
  readonly #current = new Map<string, Holding>();
  readonly #newest = new Map<string, Holding>();

  take(step: TicketStep, at: number): void {
    const { event, id } = step;
    if (event.type === 'TicketAssigned') {
      const token = (this.#newest.get(id)?.token ?? 0) + 1;
      const holding = { ticket: id, token, session: event.session, since: at };
      this.#newest.set(id, holding);
      this.#current.set(id, holding);
    } else if (ends.has(event.type) || (cutsOff.has(event.type) && step.after.state !== 'held')) {
      this.#current.delete(id);
    }
  }

  /** The holding under way. */
  current(ticket: string): Holding | undefined {
    return this.#current.get(ticket);
  }

  /** The last one given out, over or not. */
  newest(ticket: string): Holding | undefined {
    return this.#newest.get(ticket);
  }

  of(session: string): readonly Holding[] {
    return [...this.#current.values()].filter((holding) => holding.session === session);
  }
}
