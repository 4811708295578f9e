import type { Spent } from '../line/line.context.ts';
import type { Allowance } from '../ticket/usage.ts';
import { type Budgets, isLimited } from './budget-limits.ts';
import { type Unit, units } from './units.ts';

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
