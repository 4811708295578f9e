import type { Allowance } from '../ticket/usage.ts';
import type { BudgetGate } from './budget-gate.ts';
import { cardOf } from './match-card.ts';
import { Crew } from './match-crew.ts';
import type { MatchSession, MatchTicket } from './match-parties.ts';
import { reasonsFor } from './match-reasons.ts';
import type { ScoreCard } from './score-card.ts';
import type { WorkInHands } from './wip.ts';

/** What one matching goes by beside the tickets and the sessions. */
export type MatchConditions = {
  readonly at: number;
  readonly linePaused: boolean;
  /** Several sessions died at once: nothing is given out. */
  readonly breaker?: { readonly until: number; readonly reason: string } | null | undefined;
  readonly inHands?: WorkInHands | undefined;
  readonly budget?: BudgetGate | undefined;
};

export type Assignment = {
  readonly ticket: string;
  readonly session: string;
  readonly score: number;
  readonly card: ScoreCard;
  readonly reserved?: Allowance;
};

/** Reasons that are not of the sessions; `ofAll` when they hold for every ticket that asks for the same. */
export type Refusal = { readonly reasons: readonly string[]; readonly ofAll: boolean };

/**
 * One matching, ticket by ticket, the most urgent first. `give` answers with the assignment; with the reasons, where
 * those are not of the sessions; or with nothing: nobody may take it, and nobody may take one that asks for the same.
 */
export class MatchRound {
  readonly crew: Crew;
  readonly #conditions: MatchConditions;

  constructor(sessions: readonly MatchSession[], conditions: MatchConditions) {
    this.crew = new Crew(sessions, conditions.at);
    this.#conditions = conditions;
  }

  give(ticket: MatchTicket): { given: Assignment } | Refusal | undefined {
    const { budget, inHands, at } = this.#conditions;
    const refusal = this.#refusal(ticket);
    if (refusal) return refusal;
    const found = this.crew.find(ticket);
    if (!found) return undefined;
    // Last, since a reservation lowers what the next may take.
    const money = budget?.reserve(ticket);
    if (money && 'reason' in money) return { reasons: [money.reason], ofAll: false };
    const card = cardOf(ticket, this.crew, found, at);
    this.crew.take(found);
    inHands?.add(ticket.kind);
    const session = found.best.member.session.name;
    return {
      given: {
        ticket: ticket.id,
        session,
        score: card.score,
        card,
        ...(money ? { reserved: money.reserved } : {}),
      },
    };
  }

  /** Who would be given the ticket, or why nobody is; nothing is given. `budget` is asked in place of the round's own. */
  ask(ticket: MatchTicket, budget: BudgetGate | undefined): { session: string } | Refusal {
    const refusal = this.#refusal(ticket);
    if (refusal) return refusal;
    const found = this.crew.find(ticket);
    if (!found) return { reasons: this.reasonsFor(ticket), ofAll: true };
    const money = budget?.reserve(ticket);
    if (money && 'reason' in money) return { reasons: [money.reason], ofAll: false };
    return { session: found.best.member.session.name };
  }

  /** Why nobody has the ticket, once everything is given out. */
  reasonsFor(ticket: MatchTicket): readonly string[] {
    return reasonsFor(ticket, this.crew);
  }

  #refusal(ticket: MatchTicket): Refusal | undefined {
    const { linePaused, breaker, inHands } = this.#conditions;
    if (linePaused) return { reasons: ['the line is paused'], ofAll: true };
    if (breaker) return { reasons: [breaker.reason], ofAll: true };
    if (ticket.paused) return { reasons: ['the service is paused'], ofAll: true };
    const full = inHands?.reasonAgainst(ticket.kind);
    return full === undefined ? undefined : { reasons: [full], ofAll: true };
  }
}
