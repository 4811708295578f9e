import type { LineContext } from '../../machines/line/line.context.ts';
import { lineEvent } from '../../machines/line/line.events.ts';
import { shareText } from '../../machines/policy/amounts.ts';
import { counted } from '../../machines/policy/budget.ts';
import { narrowed } from '../../machines/policy/budget-limits.ts';
import { units } from '../../machines/policy/units.ts';
import type { Coordinator } from '../coordinator/coordinator.port.ts';
import { serviceMoney } from '../coordinator/service-money.ts';
import type { EventRow } from '../store/store.port.ts';

type Machines = Pick<Coordinator, 'line' | 'service'>;

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
      return budgetSentence(String(row.seq), line) ?? serviceSentence(row.event, line, coordinator);
    default:
      return undefined;
  }
}

function timerSentence(timer: string): string | undefined {
  if (timer === 'breaker') return '▶️ No more sessions died: work is assigned again';
  if (!timer.startsWith('account:')) return undefined;
  return `▶️ ${timer.slice('account:'.length)}: its limit is over, work is assigned again`;
}

function budgetSentence(seq: string, { spend, settings }: LineContext): string | undefined {
  const used = units.flatMap((unit) => {
    const limit = settings.budgets.day[unit];
    return limit === null ? [] : [shareText(unit, counted(spend.today, unit), limit)];
  });
  if (spend.usedUp === seq) {
    return `🛑 The day's budget is used up (${used.join(', ')}): nothing is assigned until midnight`;
  }
  return spend.warned === seq ? `⚠️ The day's budget is nearly used up: ${used.join(', ')}` : undefined;
}

/** Said when what was used just now takes a change of a service over the share that is warned of. */
function serviceSentence(told: EventRow['event'], { settings }: LineContext, coordinator: Machines) {
  const event = lineEvent.safeParse(told).data;
  if (event?.type !== 'BudgetSpent') return undefined;
  const service = coordinator.service(event.service)?.context;
  if (!service) return undefined;
  const { own, spent } = serviceMoney(service);
  const limits = narrowed(settings.budgets, own).service;
  const passed = units.flatMap((unit) => {
    const limit = limits[unit];
    if (limit === null) return [];
    const used = spent[unit] ?? 0;
    const warnAt = limit * settings.budgetWarnShare;
    return used >= warnAt && used - (event.spent[unit] ?? 0) < warnAt ? [shareText(unit, used, limit)] : [];
  });
  return passed.length > 0
    ? `⚠️ ${service.name}: its budget is nearly used up: ${passed.join(', ')}`
    : undefined;
}

/** Hours and minutes where Andon runs. */
function clockTime(at: number): string {
  const time = new Date(at);
  return [time.getHours(), time.getMinutes()].map((part) => String(part).padStart(2, '0')).join(':');
}
