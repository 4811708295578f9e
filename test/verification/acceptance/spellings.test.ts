import { describe, expect, it } from 'vitest';
import type { Resource } from '../../../src/spec-model/model/service-model.ts';
import { fromRoman, toRoman } from '../../../src/verification/acceptance/roman.ts';
import { SpecView } from '../../../src/verification/acceptance/spec-view.ts';
import { ignoredBy, spellingsOf } from '../../../src/verification/acceptance/spellings.ts';
import { statedRange } from '../../../src/verification/acceptance/stated-range.ts';
import { createRandom } from '../../../src/verification/random.ts';
import { bookmarks, fees, vouchers } from '../../corpus/cheats/parts/node.ts';
import { bookings } from '../../corpus/cheats/parts/python.ts';

function ignored(spec: string): { what: string; fields: readonly string[]; line: number }[] {
  const view = new SpecView(spec);
  const [resource] = view.resources();
  return (resource?.unique ?? []).flatMap((rule) =>
    ignoredBy(view, rule, resource?.fields ?? []).map(({ what, fields, quote }) => ({
      what,
      fields,
      line: quote.line,
    })),
  );
}

const code: Resource['fields'][number] = {
  name: 'code',
  line: 1,
  type: 'string',
  required: true,
  client: true,
  pattern: '^[A-Za-z0-9]+$',
};

describe('spellings that a spec calls the same', () => {
  it('are those of the field that the clause names', () => {
    expect(ignored(bookmarks.spec)).toEqual([{ what: 'slash', fields: ['url'], line: 11 }]);
    expect(ignored(bookings.spec)).toEqual([{ what: 'case', fields: ['room'], line: 12 }]);
    expect(ignored(vouchers.spec)).toContainEqual({ what: 'case', fields: ['code'], line: 12 });
  });

  it('are none where the spec says that the case counts', () => {
    const spec = vouchers.spec.replaceAll('ignoring case', 'not ignoring case');
    expect(ignored(spec)).toEqual([]);
  });

  it('are drawn, keep the rules of the field, and are never the value itself', () => {
    const texts = spellingsOf('case', 'SPRING10', code, createRandom('a'));
    expect(texts.length).toBeGreaterThan(3);
    expect(new Set(texts.map((text) => text.toLowerCase()))).toEqual(new Set(['spring10']));
    expect(texts).not.toContain('SPRING10');
    expect(texts).not.toEqual(spellingsOf('case', 'SPRING10', code, createRandom('b')));
    expect(spellingsOf('case', 'SPRING10', { ...code, pattern: '^[A-Z0-9]+$' }, createRandom('a'))).toEqual(
      [],
    );
    expect(
      spellingsOf('slash', 'https://example.com/a', { ...code, pattern: '^.*$' }, createRandom('a')),
    ).toEqual(['https://example.com/a/']);
  });
});

describe('what is read of numbers', () => {
  it('is the range that stands behind the name', () => {
    expect(statedRange(new SpecView(fees.spec), 'minutes')).toEqual({ min: 0, max: 43200, line: 9 });
    expect(statedRange(new SpecView(fees.spec), 'lost')).toBeNull();
    const odd = fees.spec.replace('from 0 to 43200', 'from 0 to 43200, in steps of 5');
    expect(statedRange(new SpecView(odd), 'minutes')).toBeNull();
  });

  it('is the usual form of Roman numbers only', () => {
    expect([4, 1994, 2026, 3999].map(toRoman)).toEqual(['IV', 'MCMXCIV', 'MMXXVI', 'MMMCMXCIX']);
    expect([0, 4000, 1.5].map(toRoman)).toEqual([undefined, undefined, undefined]);
    expect(['MMXXVI', 'IIII', 'VX', 'iv', ''].map(fromRoman)).toEqual([
      2026,
      undefined,
      undefined,
      undefined,
      undefined,
    ]);
  });
});
