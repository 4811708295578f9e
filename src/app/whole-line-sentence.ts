import type { Coordinator } from '../coordinator/coordinator.port.ts';
import type { EventRow } from '../store/store.port.ts';
import { budgetSentence } from './budget-sentence.ts';

type Machines = Pick<Coordinator, 'line' | 'service' | 'ticket'>;

/** What people read in the log of what concerns all work at once: accounts, deaths in a row, the day's budget. */
export function wholeLineSentence(row: EventRow, coordinator: Machines): string | undefined {
  const line = coordinator.line().context;
  const event: { readonly type: string } & Readonly<Record<string, unknown>> = { ...row.event };
  switch (event.type) {
    case 'AccountParked': {
      const account = String(event.account);
      const until = line.accounts[account]?.until ?? Number(event.until);
      return `💤 ${account}: ${String(event.reason)}; nobody works for this account until ${clockTime(until)}`;
    }
    case 'AccountFreed':
      return `▶️ ${String(event.account)}: may be worked for again`;
    case 'SessionDied': {
      const { breaker } = line;
      const opened = breaker && breaker.until === row.at + line.settings.breakerPauseMs;
      return opened
        ? `🛑 ${breaker.reason}; nothing is assigned until ${clockTime(breaker.until)}`
        : undefined;
    }
    case 'TimerFired':
      return timerSentence(String(event.timer));
    case 'BudgetSpent':
      return budgetSentence(row, coordinator);
    default:
      return undefined;
  }
}

function timerSentence(timer: string): string | undefined {
  if (timer === 'breaker') return '▶️ No more sessions died: work is assigned again';
  if (!timer.startsWith('account:')) return undefined;
  return `▶️ ${timer.slice('account:'.length)}: its limit is over, work is assigned again`;
}

/** Hours and minutes where Andon runs. */
function clockTime(at: number): string {
  const time = new Date(at);
  return [time.getHours(), time.getMinutes()].map((part) => String(part).padStart(2, '0')).join(':');
}
