import type { ServiceView } from '../../../src/contracts/board.ts';
import { cardHeight, cardParts } from './card-parts.ts';
import { type Filter, filters, passes } from './wish.ts';

/** What follows from a view alone, whatever is wished. */
type CardFacts = {
  readonly name: string;
  readonly height: number;
  /** The filters that let it through. */
  readonly passing: readonly Filter[];
};

const known = new WeakMap<ServiceView, CardFacts>();
const nothing: readonly Filter[] = [];

/** Of each view once: with every letter typed all of them are arranged anew. */
export function cardFacts(view: ServiceView): CardFacts {
  let facts = known.get(view);
  if (!facts) {
    const passing = filters.filter((filter) => passes[filter](view));
    facts = {
      name: view.name.toLowerCase(),
      height: cardHeight(cardParts(view)),
      passing: passing.length === 0 ? nothing : passing,
    };
    known.set(view, facts);
  }
  return facts;
}
