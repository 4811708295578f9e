import type { Allowance } from '../ticket/usage.ts';
import type { MatchTicket } from './match-parties.ts';

/** What is left to spend while one matching runs. Each reservation lowers what the next may take. */
export interface BudgetGate {
  /**
   * What a holding of this ticket may use at most (null: no limit in this unit), or the sentence why it may not start
   * now. What has no limit of its own is reserved by what its kind usually costs; that estimate ends no holding.
   */
  reserve(ticket: MatchTicket): { readonly reserved: Allowance } | { readonly reason: string };
}
