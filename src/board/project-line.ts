import type { LineContext, Spent } from '../../machines/line/line.context.ts';
import { dayState, heldToday } from '../../machines/policy/budget.ts';
import { isLimited } from '../../machines/policy/budget-limits.ts';
import type { CostView, LineView } from '../contracts/board.ts';
import type { LineState } from '../coordinator/coordinator.port.ts';
import type { LineFacts } from './board-views.port.ts';

/** What concerns the whole line, from what is journaled of it and what the shell sees. */
export function projectLine({ state, context }: LineState, facts: LineFacts): LineView {
  const { breaker, accounts, settings, spend } = context;
  const parked = Object.entries(accounts)
    .map(([account, { until, reason }]) => ({ account, until, reason }))
    .sort((a, b) => a.until - b.until);
  return {
    paused: state === 'paused',
    redis: facts.redis,
    redisProblem: facts.redisProblem,
    sandbox: facts.sandbox,
    unsandboxed: facts.unsandboxed,
    catalog: facts.catalog,
    incident: facts.incident,
    startedAt: facts.startedAt,
    breaker: breaker && { until: breaker.until, reason: breaker.reason },
    parked,
    ...(isLimited(settings.budgets.day) ? { budget: budgetOf(settings, spend) } : {}),
  };
}

function budgetOf({ budgets, budgetWarnShare }: LineContext['settings'], spend: LineContext['spend']) {
  const { usd, tokens } = heldToday(spend);
  return {
    spent: costOf(spend.today),
    reserved: { usd, tokens },
    limit: budgets.day,
    state: dayState(spend.today, budgets.day, budgetWarnShare),
  };
}

function costOf({ usd, tokens, ms, holdings, unknown }: Spent): CostView {
  const nobodySaid = (said: number, silent: number) => said === 0 && silent > 0 && silent === holdings;
  return {
    usd: nobodySaid(usd, unknown.usd) ? null : usd,
    tokens: nobodySaid(tokens, unknown.tokens) ? null : tokens,
    ms,
    unknown: unknown.usd,
  };
}
