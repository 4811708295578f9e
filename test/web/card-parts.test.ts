import { expect, it } from 'vitest';
import { cardHeight, cardParts } from '../../web/src/line/card-parts.ts';
import { costText } from '../../web/src/parts/cost-text.ts';
import { building } from '../browser/example-line.ts';
import { viewOf } from './view-of.ts';

const unknown = { usd: null, tokens: null, ms: 90, unknown: 1 };

it('keeps no line free for a cost that nobody told', () => {
  const view = viewOf(building('a'));
  expect(cardParts({ ...view, cost: unknown }).work).toBe(false);
  expect(cardHeight(cardParts({ ...view, cost: unknown }))).toBe(cardHeight(cardParts(view)));
  expect(cardParts({ ...view, cost: { ...unknown, usd: 1 } }).work).toBe(true);
});

it('says of what cost nothing that it did', () => {
  expect(costText({ ...unknown, usd: 0, unknown: 0 })).toBe('$0');
  expect(costText({ ...unknown, usd: 0.01, tokens: 12_000, unknown: 0 })).toBe('$0.010 · 12k tokens');
});
