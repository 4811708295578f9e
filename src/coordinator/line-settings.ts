import type { LineSettings } from '../../machines/line/line.context.ts';
import type { Budgets } from '../../machines/policy/budget-limits.ts';
import type { Limits } from '../../machines/policy/limits.ts';

/** What the line itself decides by, of the settings of the home. */
export function lineSettings(limits: Limits, budgets: Budgets): LineSettings {
  const { breakerDeaths, breakerWindowMs, breakerPauseMs, parkCapMs, budgetWarnShare } = limits;
  return { breakerDeaths, breakerWindowMs, breakerPauseMs, parkCapMs, budgetWarnShare, budgets };
}
