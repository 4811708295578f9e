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
export type BudgetSetting = z.infer<typeof budgetSetting>;

/** What a service may say in its own `andon.yaml`: of one ticket, and of one change of the service. */
export const serviceBudgetSetting = z.strictObject({
  ticket: budgetSetting.optional(),
  service: budgetSetting.optional(),
});
export type ServiceBudgetSetting = z.infer<typeof serviceBudgetSetting>;

/** `budgets` in the `andon.yaml` of the home. */
export const homeBudgetSetting = serviceBudgetSetting.extend({ day: budgetSetting.optional() });
export type HomeBudgetSetting = z.infer<typeof homeBudgetSetting>;

/** What may be used of one ticket, of one change of a service, and of one day of the whole home. */
export type Budgets = { readonly ticket: Allowance; readonly service: Allowance; readonly day: Allowance };

export const noLimit: Allowance = { usd: null, tokens: null, ms: null };
export const noBudgets: Budgets = { ticket: noLimit, service: noLimit, day: noLimit };

/** The home's budgets in the units everything counts in. */
export function budgetsOf(setting: HomeBudgetSetting): Budgets {
  return {
    ticket: allowanceOf(setting.ticket),
    service: allowanceOf(setting.service),
    day: allowanceOf(setting.day),
  };
}

/** The home's budgets with those of one service laid over them: of each number the smaller one holds. */
export function narrowed(home: Budgets, own: ServiceBudgetSetting | null | undefined): Budgets {
  if (!own) return home;
  return {
    ticket: smaller(home.ticket, allowanceOf(own.ticket)),
    service: smaller(home.service, allowanceOf(own.service)),
    day: home.day,
  };
}

export function isLimited(allowance: Allowance): boolean {
  return allowance.usd !== null || allowance.tokens !== null || allowance.ms !== null;
}

function allowanceOf(setting: BudgetSetting | undefined): Allowance {
  const { usd = null, tokens = null, minutes = null } = setting ?? {};
  return { usd, tokens, ms: minutes === null ? null : minutes * 60_000 };
}

function smaller(one: Allowance, other: Allowance): Allowance {
  return {
    usd: lesser(one.usd, other.usd),
    tokens: lesser(one.tokens, other.tokens),
    ms: lesser(one.ms, other.ms),
  };
}

function lesser(one: number | null, other: number | null): number | null {
  if (one === null || other === null) return one ?? other;
  return Math.min(one, other);
}
