import { assertEvent } from 'xstate';
import { dayShare } from '../policy/budget.ts';
import { withDay, withReserved, withSpent } from '../policy/spend.ts';
import type { LineContext } from './line.context.ts';
import { deed } from './line.setup.ts';

/** Accounts kept at once; their names are what sessions say, so that they are bounded. */
const accountsKept = 500;

export const lineDeeds = {
  stamp: deed((_context, event) => ({ set: { since: event.at } })),

  takeSettings: deed((_context, event) => {
    assertEvent(event, 'LineSettingsChanged');
    return { set: { settings: event.settings } };
  }),

  park: deed((context, event) => {
    assertEvent(event, 'AccountParked');
    const { account, reason, session, at } = event;
    const until = Math.min(event.until, at + context.settings.parkCapMs);
    const accounts = { ...context.accounts, [account]: { until, reason, session } };
    const soonest = Object.entries(accounts).sort(([, a], [, b]) => a.until - b.until)[0]?.[0];
    const dropped = Object.keys(accounts).length > accountsKept ? soonest : undefined;
    return {
      set: { accounts: dropped === undefined ? accounts : without(accounts, dropped) },
      emit: [
        { type: 'startTimer', timer: accountTimer(account), afterMs: until - at },
        ...(dropped === undefined ? [] : [{ type: 'cancelTimer' as const, timer: accountTimer(dropped) }]),
      ],
    };
  }),

  free: deed((context, event) => {
    if (event.type === 'TimerFired') {
      return { set: { accounts: without(context.accounts, event.timer.slice('account:'.length)) } };
    }
    assertEvent(event, 'AccountFreed');
    return {
      set: { accounts: without(context.accounts, event.account) },
      emit: [{ type: 'cancelTimer', timer: accountTimer(event.account) }],
    };
  }),

  noteDeath: deed((context, event) => {
    assertEvent(event, 'SessionDied');
    const { breakerWindowMs, breakerDeaths, breakerPauseMs } = context.settings;
    const before = context.deaths.filter(
      (death) => event.at - death.at <= breakerWindowMs && death.session !== event.session,
    );
    const deaths = [...before, { session: event.session, at: event.at }];
    if (context.breaker !== null || deaths.length < breakerDeaths) return { set: { deaths } };
    const names = deaths.map(({ session }) => session);
    const reason = `${names.length} sessions died with work in their hands within ${seconds(breakerWindowMs)}: ${list(names)}`;
    return {
      set: { deaths: [], breaker: { until: event.at + breakerPauseMs, reason, deaths: names } },
      emit: [{ type: 'startTimer', timer: 'breaker', afterMs: breakerPauseMs }],
    };
  }),

  closeBreaker: deed((context, event) => ({
    set: { breaker: null, deaths: [] },
    emit:
      context.breaker === null || event.type === 'TimerFired'
        ? []
        : [{ type: 'cancelTimer', timer: 'breaker' }],
  })),

  setAside: deed((context, event) => {
    assertEvent(event, 'BudgetReserved');
    return { set: { spend: withReserved(context.spend, event) } };
  }),

  count: deed((context, event) => {
    assertEvent(event, 'BudgetSpent');
    const spend = withSpent(context.spend, event);
    const { budgets, budgetWarnShare } = context.settings;
    const share = dayShare(spend.today, budgets.day);
    const warned = spend.warned ?? (share >= budgetWarnShare ? event.ref : null);
    return { set: { spend: { ...spend, warned, usedUp: spend.usedUp ?? (share >= 1 ? event.ref : null) } } };
  }),

  beginDay: deed((context, event) => {
    assertEvent(event, 'DayBegan');
    const { day, endsAt, at, ref } = event;
    return {
      set: { spend: withDay(context.spend, { day, endsAt, from: Number(ref) }) },
      emit: [{ type: 'startTimer', timer: 'day', afterMs: Math.max(0, endsAt - at) }],
    };
  }),
};

function accountTimer(account: string): string {
  return `account:${account}`;
}

function without(accounts: LineContext['accounts'], account: string): LineContext['accounts'] {
  return Object.fromEntries(Object.entries(accounts).filter(([name]) => name !== account));
}

function seconds(ms: number): string {
  return `${Math.round(ms / 1_000)} s`;
}

function list(names: readonly string[]): string {
  return names.length > 5 ? `${names.slice(0, 5).join(', ')} and ${names.length - 5} more` : names.join(', ');
}
