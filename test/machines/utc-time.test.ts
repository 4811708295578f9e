import fc from 'fast-check';
import { expect, it } from 'vitest';
import { utcTime } from '../../machines/utc-time.ts';

it('writes a moment as the calendar has it, to the minute', () => {
  fc.assert(
    fc.property(fc.integer({ min: 0, max: 253_402_300_799_999 }), (at) => {
      const iso = new Date(at).toISOString();
      expect(utcTime(at)).toBe(`${iso.slice(0, 10)} ${iso.slice(11, 16)} UTC`);
    }),
    { numRuns: 2_000 },
  );
});
