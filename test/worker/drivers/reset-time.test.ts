import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { resetTime } from '../../../src/worker/drivers/reset-time.ts';

const now = Date.parse('2026-11-21T12:00:00Z');
const at = (text: string, zone?: string) => {
  const time = resetTime(text, now, zone);
  return time === undefined ? undefined : new Date(time).toISOString().slice(0, 19);
};

describe('when a limit is over', () => {
  it.each([
    ['usage limit reached|1795275000', '2026-11-21T15:30:00'],
    ['{"status":"rejected","resetsAt":1795275000}', '2026-11-21T15:30:00'],
    ['x-ratelimit-reset: 1795275000000', '2026-11-21T15:30:00'],
    ['limit resets at 2026-11-22T01:00:00Z', '2026-11-22T01:00:00'],
    ['try again after 2026-11-22 01:00 UTC', '2026-11-22T01:00:00'],
    ['again at 2026-11-22T01:00:00+02:00', '2026-11-21T23:00:00'],
    ['429, retry-after: 30', '2026-11-21T12:00:30'],
    ['"retryDelay": "37s"', '2026-11-21T12:00:37'],
    ['Please retry in 34.5s.', '2026-11-21T12:00:34'],
    ['try again in 3 days 20 hours 41 minutes', '2026-11-25T08:41:00'],
    ['try again in 2h 5m', '2026-11-21T14:05:00'],
    ['retry after 90 seconds', '2026-11-21T12:01:30'],
    ['5-hour limit reached ∙ resets 3pm', '2026-11-21T15:00:00'],
    ['resets 3:20 pm (America/New_York)', '2026-11-21T20:20:00'],
    ['resets at 2am (Europe/Berlin)', '2026-11-22T01:00:00'],
    ['resets at 11:30', '2026-11-22T11:30:00'],
    ['Weekly limit reached · resets Nov 24, 9am', '2026-11-24T09:00:00'],
    ['try again at Nov 24th, 2026 6:14 PM', '2026-11-24T18:14:00'],
    ['try again at 6:14 PM.', '2026-11-21T18:14:00'],
    ['resets 12am', '2026-11-22T00:00:00'],
  ])('%s', (text, expected) => {
    expect(at(text)).toBe(expected);
  });

  it('means a time of day without a zone in the zone it is told', () => {
    expect(at('resets 3pm', 'America/Los_Angeles')).toBe('2026-11-21T23:00:00');
  });

  it.each([
    'the limit is reached',
    'limit reset at 1600000000',
    'resets at 2030-01-01T00:00:00Z',
    'try again in 400 days',
    'resets at 25:99',
    'resets Foo 99, 3',
  ])('is unknown where nobody says it, and where what is said cannot be: %s', (text) => {
    expect(resetTime(text, now)).toBeUndefined();
  });

  it('is never a time that has passed or is far away, whatever is said', () => {
    fc.assert(
      fc.property(fc.string({ maxLength: 60 }), fc.integer({ min: 0, max: 99 }), (noise, number) => {
        for (const phrase of ['resets', 'try again in', 'retry-after:', 'until'])
          for (const unit of ['pm', 'h', 'days', ':30', '']) {
            const time = resetTime(`${phrase} ${number}${unit} ${noise}`, now);
            if (time !== undefined) {
              expect(time).toBeGreaterThan(now);
              expect(time - now).toBeLessThanOrEqual(32 * 24 * 3_600_000);
            }
          }
      }),
    );
  });
});
