import type { LineContext } from '../../machines/line/line.context.ts';
import { type LineEvent, lineEvent } from '../../machines/line/line.events.ts';
import { shareText } from '../../machines/policy/amounts.ts';
import { counted } from '../../machines/policy/budget.ts';
import { narrowed } from '../../machines/policy/budget-limits.ts';
import { type Unit, units } from '../../machines/policy/units.ts';
import type { Allowance, Usage } from '../../machines/ticket/usage.ts';
import type { Coordinator } from '../coordinator/coordinator.port.ts';
import { serviceMoney } from '../coordinator/service-money.ts';
import type { EventRow } from '../store/store.port.ts';

type Machines = Pick<Coordinator, 'line' | 'service' | 'ticket'>;
type Spent = Extract<LineEvent, { type: 'BudgetSpent' }>;

/**
 * Said once of each budget that what was told just now has nearly used up (`budgetWarnShare`), the widest first: the
 * day's, the service's, the ticket's. Undefined for anything else.
 */
export function budgetSentence(row: EventRow, coordinator: Machines): string | undefined {
  const event = lineEvent.safeParse(row.event).data;
  if (event?.type !== 'BudgetSpent') return undefined;
  const line = coordinator.line().context;
  const { budgetWarnShare, budgets } = line.settings;
  const today = daySentence(String(row.seq), line);
  if (today !== undefined) return today;
  const service = coordinator.service(event.service)?.context;
  if (!service) return undefined;
  const { own, spent } = serviceMoney(service);
  const ofService = newlyPassed(narrowed(budgets, own).service, spent, event.spent, budgetWarnShare);
  if (ofService) return `⚠️ ${service.name}: its budget is nearly used up: ${ofService}`;
  const ofTicket = ticketShare(event, budgetWarnShare, coordinator);
  return ofTicket && `⚠️ ${service.name}: ${ofTicket}`;
}

function daySentence(seq: string, { spend, settings }: LineContext): string | undefined {
  const used = units.flatMap((unit) => {
    const limit = settings.budgets.day[unit];
    return limit === null ? [] : [shareText(unit, counted(spend.today, unit), limit)];
  });
  if (spend.usedUp === seq) {
    return `🛑 The day's budget is used up (${used.join(', ')}): nothing is assigned until midnight`;
  }
  return spend.warned === seq ? `⚠️ The day's budget is nearly used up: ${used.join(', ')}` : undefined;
}

function ticketShare(event: Spent, warnShare: number, coordinator: Machines): string | undefined {
  const ticket = coordinator.ticket(event.ticket)?.context;
  if (ticket?.token !== event.token || !ticket.reserved || !ticket.usage) return undefined;
  const passed = newlyPassed(ticket.reserved, ticket.usage, event.spent, warnShare);
  return passed && `the ${ticket.kind} by ${ticket.holder} has nearly used up what it may: ${passed}`;
}

/** The limits that `used` has come near to with what was spent last. */
function newlyPassed(
  limits: Allowance,
  used: { readonly [U in Unit]: number | null },
  last: Usage,
  warnShare: number,
): string | undefined {
  const passed = units.flatMap((unit) => {
    const limit = limits[unit];
    const now = used[unit] ?? 0;
    if (limit === null) return [];
    const warnAt = limit * warnShare;
    return now >= warnAt && now - (last[unit] ?? 0) < warnAt ? [shareText(unit, now, limit)] : [];
  });
  return passed.length > 0 ? passed.join(', ') : undefined;
}
