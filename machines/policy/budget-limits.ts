import { z } from 'zod';
import type { Allowance } from '../ticket/usage.ts';

/** One budget as it is written in `andon.yaml`. What is not named has no limit. */
export const budgetSetting = z.strictObject({
  usd: z.number().min(0).optional(),
  /** Input and output tokens together. */
  tokens: z.number().min(0).optional(),
  /** Time in the hands of sessions. */
  minutes: z.number().min(0).optional(),
});
type BudgetSetting = z.infer<typeof budgetSetting>;

/** `budgets` in the `andon.yaml` of the home. */
export const homeBudgetSetting = z.strictObject({
  ticket: budgetSetting.optional(),
  service: budgetSetting.optional(),
  day: budgetSetting.optional(),
});

/** What may be used of one ticket, of one change of a service, and of one day of the whole home. */
export type Budgets = { readonly ticket: Allowance; readonly service: Allowance; readonly day: Allowance };

export const noLimit: Allowance = { usd: null, tokens: null, ms: null };
export const noBudgets: Budgets = { ticket: noLimit, service: noLimit, day: noLimit };

/** The home's budgets in the units everything counts in. */
export function budgetsOf(setting: z.infer<typeof homeBudgetSetting>): Budgets {
  return {
    ticket: allowanceOf(setting.ticket),
    service: allowanceOf(setting.service),
    day: allowanceOf(setting.day),
  };
}

/** The home's budgets for one service, whose own budget may lower what one change of it may cost, never raise it. */
export function narrowed(home: Budgets, own: Allowance | null): Budgets {
  if (own === null) return home;
  const { usd, tokens, ms } = home.service;
  const service = {
    usd: lesser(usd, own.usd),
    tokens: lesser(tokens, own.tokens),
    ms: lesser(ms, own.ms),
  };
  return { ...home, service };
}

export function isLimited(allowance: Allowance): boolean {
  return allowance.usd !== null || allowance.tokens !== null || allowance.ms !== null;
}

/** One budget in the units everything counts in; undefined is none. */
export function allowanceOf(setting: BudgetSetting | undefined): Allowance {
  const { usd = null, tokens = null, minutes = null } = setting ?? {};
  return { usd, tokens, ms: minutes === null ? null : minutes * 60_000 };
}

/** The smaller of two limits; null is none. */
export function lesser(one: number | null, other: number | null): number | null {
  if (one === null || other === null) return one ?? other;
  return Math.min(one, other);
}
