import type { Usage } from './usage.ts';

/** What several holdings have cost together: what is known of it, and how many of them never said their money. */
export type Cost = {
  readonly usd: number | null;
  readonly tokens: number | null;
  readonly ms: number;
  readonly unknown: number;
};

export const noCost: Cost = { usd: null, tokens: null, ms: 0, unknown: 0 };

/** The cost with this added; null adds nothing, and what was never known stays unknown. */
export function costWith(cost: Cost, spent: Usage): Cost {
  return {
    ...cost,
    usd: sum(cost.usd, spent.usd),
    tokens: sum(cost.tokens, spent.tokens),
    ms: cost.ms + spent.ms,
  };
}

/** Totals only rise: what was said before holds where the newer word is smaller, or says nothing. */
export function risen(before: Usage | null, said: Usage): Usage {
  if (before === null) return said;
  return {
    usd: larger(before.usd, said.usd),
    tokens: larger(before.tokens, said.tokens),
    ms: Math.max(before.ms, said.ms),
  };
}

/** What came to the totals since; null where it is still unknown. */
export function spentSince(before: Usage | null, now: Usage): Usage {
  return {
    usd: now.usd === null ? null : now.usd - (before?.usd ?? 0),
    tokens: now.tokens === null ? null : now.tokens - (before?.tokens ?? 0),
    ms: now.ms - (before?.ms ?? 0),
  };
}

function sum(one: number | null, other: number | null): number | null {
  return one === null ? other : one + (other ?? 0);
}

function larger(one: number | null, other: number | null): number | null {
  return one === null || other === null ? (one ?? other) : Math.max(one, other);
}
