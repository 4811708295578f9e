import type { LineContext } from '../line/line.context.ts';
import type { TicketKind } from '../ticket/ticket.events.ts';
import type { Allowance } from '../ticket/usage.ts';
import { amountText, shareText } from './amounts.ts';
import { type Amounts, counted, heldToday, withHolding } from './budget.ts';
import type { BudgetGate } from './budget-gate.ts';
import { type Budgets, isLimited, lesser, narrowed, noLimit } from './budget-limits.ts';
import type { MatchTicket } from './match-parties.ts';
import { asideOf, estimated } from './spend.ts';
import { type Unit, units } from './units.ts';

/** What one change of a service has cost, and what its own `andon.yaml` says of budgets. */
export type ServiceMoney = {
  readonly own: Allowance | null;
  /** Null is unknown; `unknown` counts the holdings that said nothing. */
  readonly spent: { readonly [U in Unit]: number | null } & { readonly unknown: number };
};

const nothing: Amounts = { usd: 0, tokens: 0, ms: 0 };

/** Sums of fractions of a dollar are not exact. */
const rounding = 1e-6;

/**
 * Holds every ticket against what is left: of itself, of its change of the service, and of the day. Fails closed: a
 * ticket starts only where what it may take at most is left, and nothing may exceed a limit by more than the work that
 * was under way. A limit on the service alone is also what its one ticket may take; a limit on the day alone ends no work.
 */
export function openBudgetGate(
  line: Pick<LineContext, 'settings' | 'spend'>,
  moneyOf: (service: string) => ServiceMoney,
): BudgetGate {
  const { spend, settings } = line;
  let today = heldToday(spend);
  const heldOf = new Map<string, Amounts>();
  for (const holding of Object.values(spend.open)) {
    heldOf.set(holding.service, withHolding(heldOf.get(holding.service) ?? nothing, holding));
  }
  const usual = new Map<TicketKind, Amounts>();

  return {
    reserve(ticket) {
      const money = moneyOf(ticket.service);
      const budgets = narrowed(settings.budgets, money.own);
      if (![budgets.ticket, budgets.service, budgets.day].some(isLimited)) return { reserved: noLimit };
      const held = heldOf.get(ticket.service) ?? nothing;
      const estimate = usual.get(ticket.kind) ?? estimated(spend.typical, ticket.kind);
      usual.set(ticket.kind, estimate);

      const reserved = { ...noLimit };
      for (const unit of units) {
        const asked = allowed({ unit, ticket, money, budgets, held: held[unit], estimate: estimate[unit] });
        if (typeof asked === 'object' && asked !== null) return asked;
        const reason = dayReason(unit, asked, estimate[unit]);
        if (reason !== null) return { reason };
        reserved[unit] = asked;
      }
      const aside = asideOf(reserved, estimate);
      heldOf.set(ticket.service, sumOf(held, aside));
      today = sumOf(today, aside);
      return { reserved };
    },
  };

  function dayReason(unit: Unit, cap: number | null, estimate: number): string | null {
    const limit = settings.budgets.day[unit];
    if (limit === null) return null;
    const used = counted(spend.today, unit);
    const left = limit - used - today[unit];
    if (used >= limit) {
      return `the day's budget is used up: ${shareText(unit, used, limit)}${assumedText(unit)}; it goes on at midnight, or with a larger budgets.day in andon.yaml`;
    }
    const needed = cap ?? Math.min(estimate, left);
    if (left > 0 && needed <= left + rounding) return null;
    return `the day's budget does not cover it: it may take ${amountText(unit, cap ?? estimate)}; ${shareText(unit, used, limit)} are used${assumedText(unit)} and ${amountText(unit, today[unit])} set aside for work under way`;
  }

  function assumedText(unit: Unit): string {
    if (unit === 'ms' || spend.today.assumed[unit] === 0) return '';
    return `, ${amountText(unit, spend.today.assumed[unit])} of it assumed for ${spend.today.unknown[unit]} that did not say`;
  }
}

type Asking = {
  readonly unit: Unit;
  readonly ticket: MatchTicket;
  readonly money: ServiceMoney;
  readonly budgets: Budgets;
  /** Set aside for other work on the same service. */
  readonly held: number;
  readonly estimate: number;
};

/** What the holding may use at most in this unit, null without a limit, or why it may not start. */
function allowed({
  unit,
  ticket,
  money,
  budgets,
  held,
  estimate,
}: Asking): number | null | { reason: string } {
  const [ofTicket, ofService, ofDay] = [budgets.ticket[unit], budgets.service[unit], budgets.day[unit]];
  const usedByTicket = ticket.spent?.[unit] ?? 0;
  if (ofTicket !== null && usedByTicket >= ofTicket) {
    return { reason: `the ticket's budget is used up: ${shareText(unit, usedByTicket, ofTicket)}` };
  }
  const ticketLeft = ofTicket === null ? null : ofTicket - usedByTicket;
  if (ofService === null) return withinDay(ticketLeft, ofDay);
  const unknown = unit === 'ms' ? 0 : money.spent.unknown * (ofTicket ?? estimate);
  const used = (money.spent[unit] ?? 0) + unknown;
  const assumed =
    unknown > 0
      ? `, ${amountText(unit, unknown)} of it assumed for ${money.spent.unknown} that did not say`
      : '';
  if (used >= ofService) {
    return {
      reason: `the budget of the service is used up by this change: ${shareText(unit, used, ofService)}${assumed}; a larger budget in andon.yaml lets it go on`,
    };
  }
  const left = ofService - used - held;
  // What others have set aside comes back when they end; what is used up does not.
  if (left <= 0 || (held > 0 && left < (ticketLeft ?? 0))) {
    return {
      reason: `the budget of the service is set aside for work under way: ${shareText(unit, used, ofService)} are used${assumed} and ${amountText(unit, held)} set aside`,
    };
  }
  return withinDay(lesser(ticketLeft, left), ofDay);
}

/** No ticket may take more than a whole day may cost; the day alone ends no work. */
function withinDay(cap: number | null, ofDay: number | null): number | null {
  return cap === null ? null : lesser(cap, ofDay);
}

function sumOf(one: Amounts, other: Amounts): Amounts {
  return { usd: one.usd + other.usd, tokens: one.tokens + other.tokens, ms: one.ms + other.ms };
}
