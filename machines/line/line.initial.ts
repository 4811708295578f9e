import { noBudgets } from '../policy/budget-limits.ts';
import { defaultLimits } from '../policy/limits.ts';
import { noSpend } from '../policy/spend.ts';
import type { LineContext, LineSettings } from './line.context.ts';

const { breakerDeaths, breakerWindowMs, breakerPauseMs, parkCapMs, budgetWarnShare } = defaultLimits;

const defaultSettings: LineSettings = {
  breakerDeaths,
  breakerWindowMs,
  breakerPauseMs,
  parkCapMs,
  budgetWarnShare,
  budgets: noBudgets,
};

/** What a line knows on which nothing has happened yet; a home's own settings are told it when it is opened. */
export const nothingYet: Omit<LineContext, 'since'> = {
  settings: defaultSettings,
  accounts: {},
  deaths: [],
  breaker: null,
  spend: noSpend,
};
