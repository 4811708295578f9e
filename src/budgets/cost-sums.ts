import type { Usage } from '../../machines/ticket/usage.ts';
import type { CostView } from '../contracts/board.ts';
import type { CostRow } from '../contracts/costs.ts';

type Sum = CostView & { holdings: number };

/** Costs by name, added up as they are read. */
export class CostSums {
  readonly #sums = new Map<string, Sum>();

  add(name: string, spent: Usage, over: boolean): void {
    const sum = this.#sums.get(name) ?? { usd: null, tokens: null, ms: 0, unknown: 0, holdings: 0 };
    sum.usd = plus(sum.usd, spent.usd);
    sum.tokens = plus(sum.tokens, spent.tokens);
    sum.ms += spent.ms;
    if (over) sum.holdings += 1;
    if (over && spent.usd === null) sum.unknown += 1;
    this.#sums.set(name, sum);
  }

  get(name: string): Sum | undefined {
    return this.#sums.get(name);
  }

  /** The dearest first; what costs the same by time, then by name. */
  rows(): CostRow[] {
    return [...this.#sums]
      .map(([name, sum]) => ({ name, ...sum }))
      .sort((a, b) => (b.usd ?? 0) - (a.usd ?? 0) || b.ms - a.ms || (a.name < b.name ? -1 : 1));
  }
}

function plus(one: number | null, other: number | null): number | null {
  return other === null ? one : (one ?? 0) + other;
}
