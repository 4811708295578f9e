import type { CostView } from '../../../src/contracts/board.ts';

/** What work has cost, in one line: `$1.20 · 48k tokens`; what nobody told is called unknown, never nothing. */
export function costText({ usd, tokens, unknown }: CostView): string {
  const money = usd === null ? 'cost unknown' : usd === 0 ? '$0' : `$${usd.toFixed(usd < 0.1 ? 3 : 2)}`;
  const rest =
    unknown > 0 && usd !== null ? ` and ${unknown === 1 ? 'one try' : `${unknown} tries`} unknown` : '';
  return `${money}${rest}${tokens === null ? '' : ` · ${count(tokens)} tokens`}`;
}

function count(n: number): string {
  if (n < 10_000) return String(Math.round(n));
  return n < 1_000_000 ? `${Math.round(n / 1_000)}k` : `${(n / 1_000_000).toFixed(1)}M`;
}
