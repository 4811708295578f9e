import type { Usage } from '../ticket/usage.ts';
import type { Cost, ServiceContext } from './service.context.ts';

/** What the work on a service has cost: each holding tells its totals, and is added once it is over. */

type Spent = ServiceContext['spent'];

export const nothing: Cost = { usd: 0, tokens: 0, ms: 0, unknown: 0 };

export const nothingSpent: Spent = { n: 0, change: nothing, service: nothing, holdings: [] };

/** More holdings than this are never under way at a time; the oldest of them that nobody ended is forgotten. */
const holdingsKept = 20;

/** A holding has begun: what it tells counts for `change`. */
export function withHolding(
  spent: Spent,
  { ticket, token, change }: { readonly ticket: string; readonly token: number; readonly change: number },
): Spent {
  const others = spent.holdings.filter((one) => one.ticket !== ticket || one.token !== token);
  return {
    ...spent,
    holdings: [...others, { ticket, token, change, used: null }].slice(-holdingsKept),
  };
}

/** What a holding has used until now; once it is `over` it is part of the sums. */
export function withUsage(
  spent: Spent,
  told: { readonly ticket: string; readonly token: number; readonly spent: Usage; readonly over: boolean },
): Spent {
  const holding = spent.holdings.find((one) => one.ticket === told.ticket && one.token === told.token);
  if (!holding) return spent;
  if (!told.over) {
    const holdings = spent.holdings.map((one) => (one === holding ? { ...one, used: told.spent } : one));
    return { ...spent, holdings };
  }
  // A spec is written for the change that it will start.
  const isNext = holding.change > spent.n;
  const before = isNext ? nothing : spent.change;
  return {
    n: Math.max(holding.change, spent.n),
    change: holding.change < spent.n ? spent.change : plus(before, told.spent),
    service: plus(spent.service, told.spent),
    holdings: spent.holdings.filter((one) => one !== holding),
  };
}

/** Another change has begun; what was spent for it already, on its spec, is its own. */
export function forChange(spent: Spent, n: number): Spent {
  return spent.n === n ? spent : { ...spent, n, change: nothing };
}

export function plus(cost: Cost, used: Usage): Cost {
  return {
    usd: cost.usd + (used.usd ?? 0),
    tokens: cost.tokens + (used.tokens ?? 0),
    ms: cost.ms + used.ms,
    unknown: cost.unknown + (used.usd === null ? 1 : 0),
  };
}

/** The sum, with what the holdings that are not over have used until now. */
export function costNow(
  cost: Cost,
  { holdings }: Spent,
  counts: (holding: Spent['holdings'][number]) => boolean,
): Cost {
  return holdings.filter(counts).reduce((sum, { used }) => (used === null ? sum : plus(sum, used)), cost);
}
