import { hasBudgets } from '../policy/budget.ts';
import { isLimited } from '../policy/budget-limits.ts';
import type { LineAsked } from './line.setup.ts';

export const lineGuards = {
  /** An earlier end of the same parking is no news: sessions of one account say it one after the other. */
  isParkedLonger: ({ context, event }: LineAsked) => {
    if (event.type !== 'AccountParked') return false;
    const until = Math.min(event.until, event.at + context.settings.parkCapMs);
    return until > event.at && until > (context.accounts[event.account]?.until ?? 0);
  },

  isParked: ({ context, event }: LineAsked) =>
    event.type === 'AccountFreed' && Object.hasOwn(context.accounts, event.account),

  isParkedNoLonger: ({ context, event }: LineAsked) =>
    event.type === 'TimerFired' &&
    event.timer.startsWith('account:') &&
    Object.hasOwn(context.accounts, event.timer.slice('account:'.length)),

  isBreakerOpen: ({ context }: LineAsked) => context.breaker !== null,

  isBreakerTimer: ({ context, event }: LineAsked) =>
    event.type === 'TimerFired' && event.timer === 'breaker' && context.breaker !== null,

  /** Without budgets nothing is set aside, and nothing of it is kept. */
  isBudgeted: ({ context, event }: LineAsked) =>
    event.type === 'BudgetReserved' && (hasBudgets(context.settings.budgets) || isLimited(event.reserved)),

  isAnotherDay: ({ context, event }: LineAsked) =>
    event.type === 'DayBegan' && event.day !== context.spend.day,
};
