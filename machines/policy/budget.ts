import type { OpenHolding, Spend, Spent } from '../line/line.context.ts';
import type { Allowance } from '../ticket/usage.ts';
import { type Budgets, isLimited } from './budget-limits.ts';
import { type Unit, units } from './units.ts';

export type Amounts = { readonly [U in Unit]: number };

/** Whether anything limits what work may cost; a service's own budget counts from the home's on. */
export function hasBudgets(budgets: Budgets): boolean {
  return isLimited(budgets.ticket) || isLimited(budgets.service) || isLimited(budgets.day);
}

/** What counts against a budget: what is known, and what is assumed where a session did not say. */
export function counted(spent: Spent, unit: Unit): number {
  return unit === 'ms' ? spent.ms : spent[unit] + spent.assumed[unit];
}

/** The largest share of its limits a day has used; 0 without one. */
export function dayShare(spent: Spent, day: Allowance): number {
  const shares = units.flatMap((unit) => {
    const limit = day[unit];
    return limit === null ? [] : [limit === 0 ? 1 : counted(spent, unit) / limit];
  });
  return Math.max(0, ...shares);
}

/** How the day stands to its budget: warned from this share on, used up at all of it. */
export function dayState(spent: Spent, day: Allowance, warnShare: number): 'fine' | 'warned' | 'used-up' {
  const share = dayShare(spent, day);
  if (share >= 1) return 'used-up';
  return share >= warnShare ? 'warned' : 'fine';
}

/** What is set aside for work under way and not used yet. */
export function heldToday(spend: Pick<Spend, 'open'>): Amounts {
  return Object.values(spend.open).reduce(withHolding, { usd: 0, tokens: 0, ms: 0 });
}

/** What is set aside, with what this holding may still use. */
export function withHolding(held: Amounts, { aside, used }: OpenHolding): Amounts {
  const rest = (unit: Unit) => held[unit] + Math.max(0, aside[unit] - (used[unit] ?? 0));
  return { usd: rest('usd'), tokens: rest('tokens'), ms: rest('ms') };
}
