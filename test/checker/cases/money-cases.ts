import { nothingYet } from '../../../machines/line/line.initial.ts';
import { budgetsOf } from '../../../machines/policy/budget-limits.ts';
import { moneyIsKept } from '../promises/money-is-kept.ts';
import type { ToldHistory } from '../told-history.ts';
import type { PromiseCase } from './promise-case.ts';

const settings = { ...nothingYet.settings, budgets: budgetsOf({ day: { usd: 10 } }) };
const none = { usd: null, tokens: null, ms: null };
const usd = (amount: number) => ({ ...none, usd: amount });
const used = (amount: number) => ({ usd: amount, tokens: null, ms: 1 });
const ids = { token: 1, service: 'a' };

/** The day may cost ten dollars. */
const begin = (history: ToldHistory) => history.line({ type: 'Opened', input: { settings } });

const give = (history: ToldHistory, id: string, reserved: typeof none | ReturnType<typeof usd>) =>
  history
    .ticket({ type: 'TicketAssigned', session: 's', reserved }, { id })
    .line({ type: 'BudgetReserved', ticket: id, ...ids, reserved });

const say = (history: ToldHistory, id: string, amount: number, told = amount) =>
  history
    .ticket({ type: 'UsageReported', token: 1, session: 's', usage: used(amount) }, { id })
    .line({ type: 'BudgetSpent', ticket: id, ...ids, spent: used(told), over: false });

const end = (history: ToldHistory, id: string) =>
  history
    .ticket({ type: 'SubmissionReceived', token: 1 }, { id, state: 'submitted' })
    .line({ type: 'BudgetSpent', ticket: id, ...ids, spent: used(0), over: true });

export const moneyCases: readonly PromiseCase[] = [
  {
    promise: moneyIsKept,
    keeps: (history) => {
      begin(history);
      give(history, 't', usd(4)).commit();
      give(history, 'u', usd(6)).commit();
      say(history, 't', 3).commit();
      end(history, 't').commit();
      // One dollar is back; what has no limit of its own may start while anything is left.
      give(history, 'v', usd(1)).commit();
      give(history, 'w', none).commit();
      say(history, 'w', 9).commit();
      end(history, 'w').commit();
      history.line({ type: 'DayBegan', day: '2026-11-22', endsAt: 1 }).commit();
      give(history, 'x', usd(3)).commit();
    },
    breaks: {
      'work is given out when the day is used up': (history) => {
        begin(history);
        give(history, 't', none);
        say(history, 't', 10);
        give(history, 'u', none);
      },
      'more is given out than the day has left': (history) => {
        begin(history);
        give(history, 't', usd(6));
        give(history, 'u', usd(5));
      },
      'a holding is over and its money stays set aside': (history) => {
        begin(history);
        give(history, 't', usd(6));
        history.ticket({ type: 'LeaseExpired', token: 1 }, { state: 'open' }).commit();
      },
      'a limited holding begins and nothing is set aside': (history) => {
        begin(history)
          .ticket({ type: 'TicketAssigned', session: 's', reserved: usd(2) })
          .commit();
      },
      'work goes on that has used more than it may': (history) => {
        begin(history);
        give(history, 't', usd(6));
        say(history, 't', 7);
      },
      'less is counted than was said': (history) => {
        begin(history);
        give(history, 't', usd(6));
        say(history, 't', 5, 4);
        end(history, 't');
      },
    },
  },
];
