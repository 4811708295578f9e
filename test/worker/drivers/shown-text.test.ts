import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { shownText } from '../../../src/worker/drivers/shown-text.ts';

describe('what an agent says, as it is shown', () => {
  it('is itself where it is plain and short', () => {
    expect(shownText('two\tlines\nof ß€😀', 100)).toBe('two\tlines\nof ß€😀');
  });

  it('is cut at whole characters, and says how much is left out', () => {
    expect(shownText('abc😀def', 4)).toBe('abc… (5 more characters)');
    expect(shownText('x'.repeat(1_000_000), 3)).toBe('xxx… (999997 more characters)');
  });

  it('holds no controls and no halves of characters, and is never much longer than asked', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), fc.integer({ min: 1, max: 50 }), (text, most) => {
        const shown = shownText(`\u001b[1m${text}\ud800`, most);
        expect(shown).not.toMatch(/(?![\t\n])[\p{Cc}\p{Cs}]/u);
        expect(shown.length).toBeLessThan(most + 40);
      }),
    );
  });
});
