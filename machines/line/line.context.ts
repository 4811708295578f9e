import type { Budgets } from '../policy/budget-limits.ts';
import type { Limits } from '../policy/limits.ts';
import type { TicketKind } from '../ticket/ticket.events.ts';
import type { Allowance } from '../ticket/usage.ts';

/** Nobody works for this account until then: its provider's limit is reached. */
export type ParkedAccount = { readonly until: number; readonly reason: string; readonly session: string };

/** Nothing is assigned until then: several sessions died at once. */
export type Breaker = { readonly until: number; readonly reason: string; readonly deaths: readonly string[] };

/** The thresholds the line itself decides by. */
export type LineSettings = Pick<
  Limits,
  'breakerDeaths' | 'breakerWindowMs' | 'breakerPauseMs' | 'parkCapMs' | 'budgetWarnShare'
> & { readonly budgets: Budgets };

/** What was used. Sums hold what is known; `assumed` is what is counted in place of what is not. */
export type Spent = {
  readonly usd: number;
  readonly tokens: number;
  readonly ms: number;
  /** Holdings that ended, and those of them that did not say their money or their tokens. */
  readonly holdings: number;
  readonly unknown: { readonly usd: number; readonly tokens: number };
  readonly assumed: { readonly usd: number; readonly tokens: number };
};

/** A holding that is not over, by its ticket: what is set aside for it, and what of that it has used. */
export type OpenHolding = {
  readonly token: number;
  readonly service: string;
  readonly kind: TicketKind | null;
  readonly aside: { readonly usd: number; readonly tokens: number; readonly ms: number };
  readonly used: Allowance;
};

/** What one kind of ticket cost lately, newest last. */
export type Samples = {
  readonly usd: readonly number[];
  readonly tokens: readonly number[];
  readonly ms: readonly number[];
};

export type DaySpend = { readonly day: string; readonly spent: Spent };

/** What work costs, by the local day. */
export type Spend = {
  /** `2026-11-21`; null before the first work. */
  readonly day: string | null;
  readonly endsAt: number | null;
  /** Sequence number after which the journal holds this day. */
  readonly from: number;
  readonly today: Spent;
  /** The day before, and where the clock was set back, the one after. */
  readonly other: DaySpend | null;
  /** Only while there are budgets. */
  readonly open: Readonly<Record<string, OpenHolding>>;
  readonly typical: Readonly<Partial<Record<TicketKind, Samples>>>;
  /** Names of the events with which this day's budget was warned of, and used up. */
  readonly warned: string | null;
  readonly usedUp: string | null;
};

export type LineContext = {
  /** When it entered this state, epoch milliseconds. */
  readonly since: number;
  readonly settings: LineSettings;
  readonly accounts: Readonly<Record<string, ParkedAccount>>;
  /** Deaths within the breaker's window, one a session, oldest first. */
  readonly deaths: readonly { readonly session: string; readonly at: number }[];
  readonly breaker: Breaker | null;
  readonly spend: Spend;
};
