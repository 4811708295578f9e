import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { ServiceView } from '../../src/contracts/board.ts';
import {
  blockBegin,
  blockEnd,
  placeReadmeBlock,
  renderReadmeBlock,
} from '../../src/write-back/readme-block.ts';
import { view } from './view.ts';

const place = (readme: string | null, block = `${blockBegin}\nx\n${blockEnd}`): string =>
  placeReadmeBlock(readme === null ? null : Buffer.from(readme), 'shop', block).toString();

describe('the README’s block', () => {
  it('shows the marker line exactly while somebody builds', () => {
    const marker = '🚧 BUILD IN PROGRESS by s11';
    const building = view({ phase: 'BUILD_IN_PROGRESS', column: 'BUILD', session: 's11', progress: 45 });
    expect(renderReadmeBlock(building).split('\n')).toContain(marker);
    expect(renderReadmeBlock(building)).toContain('**Progress:** 45%');
    const others: ServiceView['phase'][] = ['READY_FOR_BUILD', 'BUILD_COMPLETE', 'NEEDS_TESTS', 'PRODUCTION'];
    for (const phase of others)
      expect(renderReadmeBlock(view({ phase, session: 's11' }))).not.toContain('🚧');
  });

  it('shows what serves, and why it stands', () => {
    const text = renderReadmeBlock(
      view({
        release: { commit: 'abcdef0123456789', url: 'http://127.0.0.1:8901/shop/', version: '3' },
        tests: { passed: 12, total: 15 },
        reason: { code: 'x', text: 'It waits', ways: ['andon retry shop'], details: ['SPEC.md:1 missing'] },
      }),
    );
    for (const part of [
      '12/15',
      'http://127.0.0.1:8901/shop/',
      'It waits',
      '- → andon retry shop',
      'SPEC.md:1 missing',
    ]) {
      expect(text).toContain(part);
    }
  });

  it('lets no text end the block', () => {
    const block = renderReadmeBlock(view({ sentence: `a\n${blockEnd}\n# b` }));
    expect(block.indexOf(blockEnd)).toBe(block.length - blockEnd.length);
  });

  it('begins a README, adds to one, and is replaced in place', () => {
    expect(place(null)).toBe(`# shop\n\n${blockBegin}\nx\n${blockEnd}\n`);
    expect(place('# Mine')).toBe(`# Mine\n\n${blockBegin}\nx\n${blockEnd}\n`);
    expect(place(`a\r\n${blockBegin}old${blockEnd}\r\nb`)).toBe(`a\r\n${blockBegin}\nx\n${blockEnd}\r\nb`);
  });

  it('does not enclose people’s text between stray marks', () => {
    const stray = `${blockBegin}\nmine\n`;
    const once = place(stray);
    expect(once.startsWith(stray)).toBe(true);
    expect(place(once)).toBe(once);
    const after = `${once}more\n${blockBegin}\nlast`;
    expect(place(after)).toBe(after);
  });

  it('keeps every other byte and settles, whatever the README holds', () => {
    const piece = fc.oneof(fc.string(), fc.constantFrom(blockBegin, blockEnd, '\n', '\uFEFF'));
    fc.assert(
      fc.property(fc.array(piece), fc.uint8Array({ maxLength: 8 }), (pieces, raw) => {
        const readme = Buffer.concat([Buffer.from(pieces.join('')), Buffer.from(raw)]);
        const block = Buffer.from(`${blockBegin}\nx\n${blockEnd}`);
        const once = placeReadmeBlock(readme, 'shop', block.toString());
        expect(placeReadmeBlock(once, 'shop', block.toString()).equals(once)).toBe(true);
        const at = once.indexOf(block);
        expect(at).toBeGreaterThanOrEqual(0);
        const kept = Math.min(at, readme.length);
        expect(once.subarray(0, kept).equals(readme.subarray(0, kept))).toBe(true);
      }),
    );
  });
});
