import type { OpenHolding, Samples, Spend, Spent } from '../line/line.context.ts';
import type { LineEvent } from '../line/line.events.ts';
import type { TicketKind } from '../ticket/ticket.events.ts';
import type { Allowance, Usage } from '../ticket/usage.ts';
import type { Amounts } from './budget.ts';

type Reserved = Extract<LineEvent, { type: 'BudgetReserved' }>;
type Told = Extract<LineEvent, { type: 'BudgetSpent' }>;

/** Costs of one kind of ticket that the next is estimated by. */
const samplesKept = 15;

const nothingSpent: Spent = {
  usd: 0,
  tokens: 0,
  ms: 0,
  holdings: 0,
  unknown: { usd: 0, tokens: 0 },
  assumed: { usd: 0, tokens: 0 },
};

export const noSpend: Spend = {
  day: null,
  endsAt: null,
  from: 0,
  today: nothingSpent,
  other: null,
  open: {},
  typical: {},
  warned: null,
  usedUp: null,
};

/** What a holding of this kind usually costs: the median of the last ones, else of all kinds, else nothing is known: 0. */
export function estimated(typical: Spend['typical'], kind: TicketKind | null): Amounts {
  const own = kind === null ? undefined : typical[kind];
  const of = (unit: keyof Samples) =>
    median(own?.[unit] ?? []) ?? median(Object.values(typical).flatMap((samples) => samples[unit])) ?? 0;
  return { usd: of('usd'), tokens: of('tokens'), ms: of('ms') };
}

/** What is set aside for a holding: what it may take at most, and where that is not limited, what its kind usually costs. */
export function asideOf(reserved: Allowance, usual: Amounts): Amounts {
  return {
    usd: reserved.usd ?? usual.usd,
    tokens: reserved.tokens ?? usual.tokens,
    ms: reserved.ms ?? usual.ms,
  };
}

/** A holding begins: what it may take is set aside. */
export function withReserved(spend: Spend, event: Reserved): Spend {
  const kind = event.kind ?? null;
  const holding: OpenHolding = {
    token: event.token,
    service: event.service,
    kind,
    aside: asideOf(event.reserved, estimated(spend.typical, kind)),
    used: { usd: null, tokens: null, ms: 0 },
  };
  return { ...spend, open: { ...spend.open, [event.ticket]: holding } };
}

/** Counts what was used; a holding that is over gives back what was set aside, and is an example of its kind. */
export function withSpent(spend: Spend, event: Told): Spend {
  const known = spend.open[event.ticket];
  const holding = known?.token === event.token ? known : undefined;
  const used = holding ? sum(holding.used, event.spent) : event.spent;
  const today = counted(spend.today, event, used, holding);
  if (!holding) return { ...spend, today };
  if (!event.over) return { ...spend, today, open: { ...spend.open, [event.ticket]: { ...holding, used } } };
  const { [event.ticket]: _over, ...open } = spend.open;
  return { ...spend, today, open, typical: withExample(spend.typical, holding.kind, used) };
}

/** Another local day: what was used is counted anew. A clock that was set back finds the day it left. */
export function withDay(
  spend: Spend,
  { day, endsAt, from }: { readonly day: string; readonly endsAt: number; readonly from: number },
): Spend {
  if (spend.day === null) return { ...spend, day, endsAt };
  const today = spend.other?.day === day ? spend.other.spent : nothingSpent;
  const other = { day: spend.day, spent: spend.today };
  return { ...spend, day, endsAt, from, today, other, warned: null, usedUp: null };
}

function counted(today: Spent, event: Told, used: Allowance, holding: OpenHolding | undefined): Spent {
  const { spent, over } = event;
  const [noUsd, noTokens] = [over && used.usd === null, over && used.tokens === null];
  return {
    usd: today.usd + (spent.usd ?? 0),
    tokens: today.tokens + (spent.tokens ?? 0),
    ms: today.ms + spent.ms,
    holdings: today.holdings + (over ? 1 : 0),
    unknown: {
      usd: today.unknown.usd + (noUsd ? 1 : 0),
      tokens: today.unknown.tokens + (noTokens ? 1 : 0),
    },
    assumed: {
      usd: today.assumed.usd + (noUsd ? (holding?.aside.usd ?? 0) : 0),
      tokens: today.assumed.tokens + (noTokens ? (holding?.aside.tokens ?? 0) : 0),
    },
  };
}

function sum(used: Allowance, spent: Usage): Allowance {
  return {
    usd: plus(used.usd, spent.usd),
    tokens: plus(used.tokens, spent.tokens),
    ms: plus(used.ms, spent.ms),
  };
}

function plus(one: number | null, other: number | null): number | null {
  return one === null && other === null ? null : (one ?? 0) + (other ?? 0);
}

function withExample(typical: Spend['typical'], kind: TicketKind | null, used: Allowance): Spend['typical'] {
  if (kind === null) return typical;
  const { usd = [], tokens = [], ms = [] } = typical[kind] ?? {};
  const next = (samples: readonly number[], value: number | null) =>
    value === null ? samples : [...samples, value].slice(-samplesKept);
  return {
    ...typical,
    [kind]: { usd: next(usd, used.usd), tokens: next(tokens, used.tokens), ms: next(ms, used.ms) },
  };
}

function median(values: readonly number[]): number | undefined {
  const sorted = [...values].sort((a, b) => a - b);
  const [low, high] = [sorted[Math.ceil(sorted.length / 2) - 1], sorted[Math.floor(sorted.length / 2)]];
  return low === undefined || high === undefined ? undefined : (low + high) / 2;
}
