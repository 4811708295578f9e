import type { Allowance } from '../ticket/usage.ts';
import type { MatchTicket } from './match-parties.ts';

/** What is left to spend while one matching runs. Each reservation lowers what the next may take. */
export interface BudgetGate {
  /** What is set aside for a holding of this ticket, or the sentence why it may not start now. */
  reserve(ticket: MatchTicket): { readonly reserved: Allowance } | { readonly reason: string };
}
